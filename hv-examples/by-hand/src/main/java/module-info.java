/** VT-x without a framework: read {@link hv.examples.byhand.ByHand}. */
module hv.examples.byhand {
    requires hv.cpu;
    exports hv.examples.byhand;
}
