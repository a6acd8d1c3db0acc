package hv.core.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits and modes of a run, and the starting points that make it repeat: two runs with the same guests, options and input are the same to the bit.
 *
 * @param maxInstructions retired in all; {@link Long#MAX_VALUE} for no limit
 * @param exitLimit       how long a handler may take, on the host's clock
 * @param timeSlice       instructions until another virtual machine gets its turn
 * @param virtualizeAt    linear address at which the first machine's native code becomes a guest
 * @param seed            of the machine's random numbers
 * @param startDate       the date that its clocks show when it starts; virtual time goes on from there
 * @param restarts        whether a machine that resets itself, and is the only one of the run, starts again; otherwise it ends
 */
public record RunOptions(long maxInstructions, Optional<Duration> exitLimit, long timeSlice, OptionalLong virtualizeAt, long seed,
                         Instant startDate, boolean restarts) {
    public static final RunOptions DEFAULT = new RunOptions(Long.MAX_VALUE, Optional.empty(), 1_000_000, OptionalLong.empty(), 0,
            Instant.parse("2026-01-01T00:00:00Z"), true);

    /** The same options with another seed. */
    public RunOptions seeded(long seed) {
        return new RunOptions(maxInstructions, exitLimit, timeSlice, virtualizeAt, seed, startDate, restarts);
    }

    /** The same options with another limit of instructions. */
    public RunOptions limitedTo(long instructions) {
        return new RunOptions(instructions, exitLimit, timeSlice, virtualizeAt, seed, startDate, restarts);
    }

    /** The options for a machine that starts again after so many instructions and so much virtual time. */
    public RunOptions after(long instructions, Duration time) {
        long left = maxInstructions == Long.MAX_VALUE ? maxInstructions : maxInstructions - instructions;
        return new RunOptions(left, exitLimit, timeSlice, virtualizeAt, seed, startDate.plus(time), restarts);
    }
}
