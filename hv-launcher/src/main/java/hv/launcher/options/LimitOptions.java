package hv.launcher.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** When a run ends or turns. */
public final class LimitOptions {
    @Option(names = "--max-instructions", paramLabel = "N", converter = Converting.Number.class, description = "End the run after N instructions.")
    Long maxInstructions;

    @Option(names = "--no-reboot", description = "End the run where the guest resets the machine.")
    boolean noReboot;

    @Option(names = "--exit-limit", paramLabel = "SECONDS", converter = Converting.Seconds.class,
            description = "End the run if a plugin takes longer than this for one exit.")
    Duration exitLimit;

    @Option(names = "--time-slice", paramLabel = "N", converter = Converting.Number.class,
            description = "With several virtual machines: the next one's turn comes after N instructions.")
    Long timeSlice;

    @Option(names = "--virtualize-at", paramLabel = "ADDRESS", converter = Converting.Number.class,
            description = "Start natively; on reaching ADDRESS, make the running code a guest.")
    Long virtualizeAt;
}
