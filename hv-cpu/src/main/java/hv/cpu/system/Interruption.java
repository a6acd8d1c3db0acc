package hv.cpu.system;

/**
 * An event to deliver.
 *
 * @param type      as in the interruption-information fields
 * @param errorCode -1 for none
 * @param rip       the return address to push
 * @param length    of the instruction that caused a software event, else 0
 * @param resume    whether RFLAGS.RF is pushed as 1, so that a breakpoint at {@code rip} is not met again
 */
record Interruption(int vector, int type, int errorCode, long rip, int length, boolean resume) {
    static final int EXTERNAL = 0, NMI = 2, HARDWARE_EXCEPTION = 3, SOFTWARE_INTERRUPT = 4, PRIVILEGED_SOFTWARE_EXCEPTION = 5, SOFTWARE_EXCEPTION = 6;
    private static final int ERROR_CODE_VALID = 1 << 11, VALID = 1 << 31;

    /** Whether the event is INT n, INT3 or INTO, for which the gate's DPL is checked and EXT is 0 in error codes. */
    boolean requested() { return type == SOFTWARE_INTERRUPT || type == SOFTWARE_EXCEPTION; }

    boolean hasErrorCode() { return errorCode != -1; }

    /** The event in the format of the interruption-information and IDT-vectoring fields. */
    int information() { return vector | type << 8 | (hasErrorCode() ? ERROR_CODE_VALID : 0) | VALID; }
}
