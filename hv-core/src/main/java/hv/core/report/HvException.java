package hv.core.report;

/** Ends a run or refuses one, with a message for people: one sentence or a short report, never a stack trace. */
@SuppressWarnings("serial")
public final class HvException extends RuntimeException {
    private final ErrorKind kind;

    public HvException(ErrorKind kind, String message) { this(kind, message, null); }
    /** @param cause shown with {@code --debug} only; null for none */
    public HvException(ErrorKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public static HvException user(String message) { return new HvException(ErrorKind.USER, message); }
    public static HvException user(String message, Throwable cause) { return new HvException(ErrorKind.USER, message, cause); }
    public static HvException defect(String message) { return new HvException(ErrorKind.DEFECT, message); }

    public ErrorKind kind() { return kind; }
}
