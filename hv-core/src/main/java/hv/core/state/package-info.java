/** A machine's state by name: {@link hv.core.state.States} collects its parts, {@link hv.core.state.StateImage} writes them down and takes them up again. */
package hv.core.state;
