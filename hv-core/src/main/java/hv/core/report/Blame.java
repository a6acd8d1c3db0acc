package hv.core.report;

/** Turns what a plugin throws into a message that names it. */
public final class Blame {
    private Blame() {}

    /**
     * Wraps {@code thrown}, unless it says already whose mistake it is, and names the plugin's line that it comes from.
     *
     * @param doing what the plugin was asked: "attach", "handle CPUID"
     * @throws VirtualMachineError what no plugin is to blame for: the JVM lacks memory, or is broken
     */
    public static HvException plugin(String id, String doing, Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) throw error;
        if (thrown instanceof HvException known) return known;
        return new HvException(ErrorKind.PLUGIN, "plugin '" + id + "' failed to " + doing + ": " + Causes.located(thrown), thrown);
    }

    /** A rule of the SPI that a plugin broke. */
    public static HvException rule(String id, String broken) {
        return new HvException(ErrorKind.PLUGIN, "plugin '" + id + "' " + broken);
    }
}
