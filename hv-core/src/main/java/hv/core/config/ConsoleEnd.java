package hv.core.config;

import java.util.OptionalInt;

/** The person's end of a machine's console. */
public interface ConsoleEnd {
    void write(int octet);
    /** Called now and then between two guest instructions: a byte typed since, if there is one. Does not wait. */
    OptionalInt poll();
    /**
     * As {@link #poll()}, for an end that keeps or goes by the time at which each byte comes in.
     *
     * @param nanos virtual time, which follows retired instructions: the same run polls at the same times
     */
    default OptionalInt poll(long nanos) { return poll(); }

    /** Called while every processor waits: whether to wait for {@link #poll}; false at the end of input. May block for a while. */
    boolean await();

    /**
     * Called while every processor waits, and the next event is some nanoseconds of virtual time away: may wait as long on the host, or until a byte is
     * typed, so that an idle guest costs nothing. Time jumps at once otherwise.
     */
    default void rest(long nanos) {}

    /** From any thread: {@link #rest} and {@link #await} are to return soon. */
    default void wake() {}

    /** Swallows output and never types. */
    ConsoleEnd NONE = new ConsoleEnd() {
        @Override public void write(int octet) {}
        @Override public OptionalInt poll() { return OptionalInt.empty(); }
        @Override public boolean await() { return false; }
    };
}
