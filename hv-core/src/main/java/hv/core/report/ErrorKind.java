package hv.core.report;

/** The party whose mistake an error is, with hv's exit status: even, so that it can't be confused with a guest's own (always odd). */
public enum ErrorKind {
    /** The person who runs hv: a wrong option, setting, image or plugin jar. */
    USER(2),
    /** The guest: an exit that nobody answers, a triple fault. */
    GUEST(4),
    /** A plugin: it threw, returned null or broke a rule. */
    PLUGIN(6),
    /** The processor: it lacks a feature that a virtual machine needs. */
    PROCESSOR(8),
    /** Nobody: a limit on instructions was reached. */
    LIMIT(10),
    /** A plugin: a handler did not return within the exit limit. */
    HANDLER_HANGS(12),
    /** The authors of hv. */
    DEFECT(14);

    private final int status;
    ErrorKind(int status) { this.status = status; }
    public int status() { return status; }
}
