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
    /** Visits an array of bytes of any length. */
    byte[] bytes(String name, byte[] now);
    /** Visits an array of numbers of any length. */
    long[] numbers(String name, long[] now);
    /** Visits a state within this one: its fields are this one's, with its name before theirs. */
    void part(String name, State part);

    /**
     * Visits an array of bytes that stays where it is.
     *
     * @throws IllegalArgumentException if an array of another length comes back
     */
    default void fill(String name, byte[] place) {
        var value = bytes(name, place);
        if (value.length != place.length) throw new IllegalArgumentException("'%s' has %d bytes instead of %d".formatted(name, value.length, place.length));
        System.arraycopy(value, 0, place, 0, place.length);
    }

    /**
     * Visits an array of numbers that stays where it is.
     *
     * @throws IllegalArgumentException if an array of another length comes back
     */
    default void fill(String name, long[] place) {
        var value = numbers(name, place);
        if (value.length != place.length) throw new IllegalArgumentException("'%s' has %d numbers instead of %d".formatted(name, value.length, place.length));
        System.arraycopy(value, 0, place, 0, place.length);
    }
}
