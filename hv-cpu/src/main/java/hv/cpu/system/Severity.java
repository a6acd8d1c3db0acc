package hv.cpu.system;

import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;

/**
 * The classes of exceptions that decide how two of them combine, of which the second comes while the first is delivered.
 *
 * @sdm 3A "Interrupt 8—Double Fault Exception (#DF)", conditions for generating a double fault
 */
enum Severity {
    BENIGN, CONTRIBUTORY, PAGE_FAULT, DOUBLE_FAULT;

    /** The result of the combination. */
    enum Outcome { SERIAL, DOUBLE_FAULT, TRIPLE_FAULT }

    private static final Outcome S = Outcome.SERIAL, D = Outcome.DOUBLE_FAULT, T = Outcome.TRIPLE_FAULT;
    /** Rows: the first event; columns: the second. */
    private static final Outcome[][] TABLE = {
        {S, S, S, S},
        {S, D, S, S},
        {S, D, D, S},
        {S, T, T, T}};

    static Severity of(int vector) {
        return switch (vector) {
            case ExceptionVector.DE, ExceptionVector.TS, ExceptionVector.NP, ExceptionVector.SS, ExceptionVector.GP -> CONTRIBUTORY;
            case ExceptionVector.PF -> PAGE_FAULT;
            case ExceptionVector.DF -> DOUBLE_FAULT;
            default -> BENIGN;
        };
    }

    /** Combines an event under delivery with an exception. Interrupts and software events are benign whatever their vector. */
    static Outcome combine(Interruption first, int second) {
        var one = first.type() == EventType.HARDWARE_EXCEPTION ? of(first.vector()) : BENIGN;
        return TABLE[one.ordinal()][of(second).ordinal()];
    }
}
