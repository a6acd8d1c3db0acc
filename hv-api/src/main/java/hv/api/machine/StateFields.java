package hv.api.machine;

/**
 * A visitor of the fields of a {@link State}, which saves, restores or shows them. Each method takes a field's name, different from the others of its
 * state, and its present value, and returns the value that the field is to have.
 */
public interface StateFields {
    /** Whether values that come back may differ from those given. */
    boolean restoring();

    boolean flag(String name, boolean now);
    int number(String name, int now);
    long number(String name, long now);
    /** Bytes of any number. */
    byte[] bytes(String name, byte[] now);
    /** Numbers of any number. */
    long[] numbers(String name, long[] now);
    /** A state within a state: its fields are this one's, with its name before theirs. */
    void part(String name, State part);

    /**
     * Bytes that stay where they are.
     *
     * @throws IllegalArgumentException if another number of them comes back
     */
    default void fill(String name, byte[] place) {
        var value = bytes(name, place);
        if (value.length != place.length) throw new IllegalArgumentException("'%s' has %d bytes instead of %d".formatted(name, value.length, place.length));
        System.arraycopy(value, 0, place, 0, place.length);
    }

    /**
     * Numbers that stay where they are.
     *
     * @throws IllegalArgumentException if another number of them comes back
     */
    default void fill(String name, long[] place) {
        var value = numbers(name, place);
        if (value.length != place.length) throw new IllegalArgumentException("'%s' has %d numbers instead of %d".formatted(name, value.length, place.length));
        System.arraycopy(value, 0, place, 0, place.length);
    }
}
