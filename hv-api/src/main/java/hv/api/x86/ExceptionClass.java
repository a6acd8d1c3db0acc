package hv.api.x86;

/**
 * The classes of exceptions that decide how two of them combine, of which the second comes while the first is delivered.
 *
 * @sdm 3A "Interrupt 8—Double Fault Exception (#DF)", conditions for generating a double fault
 */
public enum ExceptionClass {
    BENIGN, CONTRIBUTORY, PAGE_FAULT, DOUBLE_FAULT;

    /** The consequence of an exception that comes while another event is delivered: its own handler, that of #DF, or shutdown. */
    public enum Combination { SERIAL, DOUBLE_FAULT, TRIPLE_FAULT }

    private static final Combination S = Combination.SERIAL, D = Combination.DOUBLE_FAULT, T = Combination.TRIPLE_FAULT;
    /** Rows: the first event; columns: the second. */
    private static final Combination[][] TABLE = {
        {S, S, S, S},
        {S, D, S, S},
        {S, D, D, S},
        {S, T, T, T}};

    public static ExceptionClass of(int vector) {
        return switch (vector) {
            case ExceptionVector.DE, ExceptionVector.TS, ExceptionVector.NP, ExceptionVector.SS, ExceptionVector.GP -> CONTRIBUTORY;
            case ExceptionVector.PF -> PAGE_FAULT;
            case ExceptionVector.DF -> DOUBLE_FAULT;
            default -> BENIGN;
        };
    }

    /**
     * Combines an event under delivery with an exception. Interrupts and software events are benign whatever their vector.
     *
     * @param type   of the event, see {@link EventType}
     * @param first  its vector
     * @param second vector of the exception
     */
    public static Combination combine(int type, int first, int second) {
        var one = type == EventType.HARDWARE_EXCEPTION ? of(first) : BENIGN;
        return TABLE[one.ordinal()][of(second).ordinal()];
    }
}
