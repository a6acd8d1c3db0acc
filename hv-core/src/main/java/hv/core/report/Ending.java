package hv.core.report;

/** How a virtual machine, or the bare machine, ended. */
public sealed interface Ending {
    /** A device or a handler stopped it. @param status the process status to end with */
    record Stopped(int status, String why) implements Ending {}
    /** It resets itself; a run of this machine alone starts anew. */
    record Reset(String why) implements Ending {}
    /** HLT, and nothing that could ever wake it. */
    record Halted() implements Ending {}
    /** Its instruction limit is reached. */
    record LimitReached(long instructions) implements Ending {}
    /** Its code left VMX operation, went on natively, and ended there as {@code then} says. */
    record Left(Ending then) implements Ending {}
    /** Ended from outside: by Ctrl-C, or because another virtual machine left VMX operation. */
    record Interrupted(String why) implements Ending {}
    /** It can't go on; {@code report} says why, where, and what would help. @param cause for {@code --debug}; null for none */
    record Failed(ErrorKind kind, String report, Throwable cause) implements Ending {}

    /** With what a plugin threw, or where it broke a rule. */
    static Failed failed(HvException failure) {
        boolean brokenRule = failure.getCause() == null && failure.kind() == ErrorKind.PLUGIN;
        return new Failed(failure.kind(), failure.getMessage(), brokenRule ? failure : failure.getCause());
    }

    /** The status that a process which ran this machine alone ends with. */
    default int status() {
        return switch (this) {
            case Stopped(int status, _) -> status;
            case Reset _, Halted _ -> 0;
            case LimitReached _ -> ErrorKind.LIMIT.status();
            case Left(Ending then) -> then.status();
            case Interrupted _ -> 0;
            case Failed(ErrorKind kind, _, _) -> kind.status();
        };
    }
}
