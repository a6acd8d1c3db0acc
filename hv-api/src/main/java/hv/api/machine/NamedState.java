package hv.api.machine;

/**
 * A part of a machine's state.
 *
 * @param name    unique in its machine: the id of the plugin it belongs to, or "hv" for the framework, a slash, and its name there
 * @param version of its fields
 */
public record NamedState(String name, int version, State state) {}
