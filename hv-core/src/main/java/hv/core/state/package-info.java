/**
 * A machine's state by name. Read {@link hv.core.state.States} first: it collects the parts, and {@link hv.core.state.StateImage} saves and restores them.
 */
package hv.core.state;
