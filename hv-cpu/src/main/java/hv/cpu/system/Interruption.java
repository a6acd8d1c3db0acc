package hv.cpu.system;

import static hv.api.x86.InterruptionInformation.ERROR_CODE;
import static hv.api.x86.InterruptionInformation.TYPE_SHIFT;
import static hv.api.x86.InterruptionInformation.VALID;

import hv.api.x86.EventType;

/**
 * An event to deliver.
 *
 * @param type       an {@link EventType}
 * @param errorCode  -1 for none
 * @param rip        what is pushed: where the handler returns to
 * @param length     of the instruction that caused a software event, else 0
 * @param resume     RFLAGS.RF is pushed as 1, so that a breakpoint at {@code rip} does not hit again
 */
record Interruption(int vector, int type, int errorCode, long rip, int length, boolean resume) {
    /** Whether the event is INT n, INT3 or INTO, for which the gate's DPL is checked and EXT is 0 in error codes. */
    boolean requested() { return type == EventType.SOFTWARE_INTERRUPT || type == EventType.SOFTWARE_EXCEPTION; }

    boolean hasErrorCode() { return errorCode != -1; }

    /** The event in the format of the interruption-information and IDT-vectoring fields. */
    int information() { return vector | type << TYPE_SHIFT | (hasErrorCode() ? ERROR_CODE : 0) | VALID; }
}
