package hv.core.report;

/** Whose mistake it is, with hv's exit status: even, so that it can't be confused with a guest's own (always odd). */
public enum ErrorKind {
    /** A wrong option, setting, image or plugin jar: something the person who runs hv can put right. */
    USER(2),
    /** The guest did something nothing can answer: an unanswered exit, a triple fault. */
    GUEST(4),
    /** A plugin threw, returned null or broke a rule. */
    PLUGIN(6),
    /** The processor lacks something a virtual machine needs. */
    PROCESSOR(8),
    /** A limit on instructions was reached. */
    LIMIT(10),
    /** A plugin's handler did not return within the exit limit. */
    HANDLER_HANGS(12),
    /** A defect of hv itself. */
    DEFECT(14);

    private final int status;
    ErrorKind(int status) { this.status = status; }
    public int status() { return status; }
}
