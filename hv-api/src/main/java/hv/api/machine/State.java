package hv.api.machine;

/** A part of a machine's state that can be saved and restored: see {@link Machine#state}. */
@FunctionalInterface public interface State {
    /**
     * Visits all fields, in any order, and gives each the value that comes back: {@code mask = fields.number("mask", mask)}. The same method serves
     * saving, where values come back unchanged, and restoring. When it is called, other parts of the machine may not have been restored yet.
     */
    void fields(StateFields fields);

    /** Called when all of the machine has been restored: computes everything that follows from the fields and is not among them. */
    default void restored() {}
}
