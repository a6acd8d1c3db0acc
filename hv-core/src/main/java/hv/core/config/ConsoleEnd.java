package hv.core.config;

import java.util.OptionalInt;

/** The other end of a machine's console: a person, a file or a script. */
public interface ConsoleEnd {
    void write(int octet);
    /** Gives a byte that was typed since the last call, if there is one. Called now and then between two guest instructions; it does not wait. */
    OptionalInt poll();
    /**
     * Like {@link #poll()}, for an end that records or replays the time of each byte.
     *
     * @param nanos virtual time, which follows retired instructions: the same run polls at the same times
     */
    default OptionalInt poll(long nanos) { return poll(); }

    /** Called while every processor waits: says whether to wait for {@link #poll}. It may block for a while. @return false at the end of input */
    boolean await();

    /**
     * Called while every processor waits for an event that is some nanoseconds of virtual time away. It may wait that long on the host, or until a
     * byte is typed, so that an idle guest costs nothing. If it returns at once, virtual time jumps at once.
     */
    default void rest(long nanos) {}

    /** Makes {@link #rest} and {@link #await} return soon; called from any thread. */
    default void wake() {}

    /** A console that drops output and has no input. */
    ConsoleEnd NONE = new ConsoleEnd() {
        @Override public void write(int octet) {}
        @Override public OptionalInt poll() { return OptionalInt.empty(); }
        @Override public boolean await() { return false; }
    };
}
