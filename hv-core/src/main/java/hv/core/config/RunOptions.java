package hv.core.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits and modes of a run.
 *
 * @param maxInstructions retired in all; {@link Long#MAX_VALUE} for no limit
 * @param exitLimit       how long a handler may take, on the host's clock
 * @param timeSlice       instructions until another virtual machine gets its turn
 * @param virtualizeAt    linear address at which the first machine's native code becomes a guest
 */
public record RunOptions(long maxInstructions, Optional<Duration> exitLimit, long timeSlice, OptionalLong virtualizeAt) {
    public static final RunOptions DEFAULT = new RunOptions(Long.MAX_VALUE, Optional.empty(), 1_000_000, OptionalLong.empty());
}
