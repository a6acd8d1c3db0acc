package hv.core.report;

/** Turns what a plugin throws into a message that names it. */
public final class Blame {
    private Blame() {}

    /**
     * Wraps an exception that a plugin has thrown, unless it is an {@link HvException} already.
     *
     * @param doing the call in words: "attach", "handle CPUID"
     */
    public static HvException plugin(String id, String doing, Throwable thrown) {
        if (thrown instanceof HvException known) return known;
        return new HvException(ErrorKind.PLUGIN, "plugin '" + id + "' failed to " + doing + ": " + Causes.sentence(thrown), thrown);
    }

    /** A report of a rule of the SPI that a plugin has broken. */
    public static HvException rule(String id, String broken) {
        return new HvException(ErrorKind.PLUGIN, "plugin '" + id + "' " + broken);
    }
}
