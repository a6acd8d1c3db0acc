/** VT-x without a framework. Read {@link hv.examples.byhand.ByHand} first; it tells in which order to read the other three classes. */
package hv.examples.byhand;
