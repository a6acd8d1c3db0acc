package hv.api.machine;

/** Something that a machine remembers, in a form that can be written down and taken up again: {@link Machine#state}. */
@FunctionalInterface public interface State {
    /**
     * Goes through all fields, in any order, and gives each the value that comes back: {@code mask = fields.number("mask", mask)}. The same method serves
     * saving, where values come back as they are, and restoring. Other parts of the machine may be still as they were.
     */
    void fields(StateFields fields);

    /** Called once all of the machine has been restored: works out what follows from the fields and is not among them. */
    default void restored() {}
}
