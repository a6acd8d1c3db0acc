package hv.core.guest.entry;

import hv.api.x86.Event;
import hv.api.x86.Gva;
import hv.core.guest.state.Bits;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Events in the 32-bit format that VM-entry, VM-exit and IDT-vectoring information share.
 *
 * @sdm 3C chapter 25 "VM-Entry Controls for Event Injection"
 */
public final class EventFormat {
    public static final int VALID = 1 << 31, DELIVER_CODE = 1 << 11;
    public static final int EXTERNAL = 0, NMI = 2, HARDWARE = 3, SOFTWARE = 4, PRIVILEGED = 5, SOFTWARE_EXCEPTION = 6;
    private static final int DEBUG_VECTOR = 1, PAGE_FAULT_VECTOR = 14;
    /** The bits of the format that VM entry takes; others (NMI unblocking) belong to exits. */
    public static final int ENTRY_BITS = VALID | DELIVER_CODE | 0x7FF;

    private EventFormat() {}

    public static int type(int information) { return information >> 8 & 7; }

    /** @param detail the exit qualification: a linear address for #PF, causes for #DB */
    public static Event decode(int information, int errorCode, LongSupplier detail, IntSupplier length) {
        int vector = information & 0xFF;
        return switch (type(information)) {
            case EXTERNAL -> new Event.ExternalInterrupt(vector);
            case NMI -> Event.NMI;
            case SOFTWARE -> new Event.Software(vector, length.getAsInt());
            case PRIVILEGED -> new Event.PrivilegedSoftware(length.getAsInt());
            case SOFTWARE_EXCEPTION -> new Event.SoftwareException(vector, length.getAsInt());
            default -> hardware(vector, (information & DELIVER_CODE) != 0, errorCode, detail);
        };
    }

    private static Event hardware(int vector, boolean withCode, int errorCode, LongSupplier detail) {
        if (vector == PAGE_FAULT_VECTOR) return new Event.PageFault(new Gva(detail.getAsLong()), errorCode);
        if (vector == DEBUG_VECTOR) return new Event.Debug(detail.getAsLong());
        return withCode ? new Event.FaultWithCode(vector, errorCode) : new Event.Fault(vector);
    }

    /** VM-entry interruption information. */
    public static int encode(Event event) {
        return VALID | switch (event) {
            case Event.Fault(int vector) -> HARDWARE << 8 | vector;
            case Event.FaultWithCode(int vector, _) -> DELIVER_CODE | HARDWARE << 8 | vector;
            case Event.PageFault _ -> DELIVER_CODE | HARDWARE << 8 | PAGE_FAULT_VECTOR;
            case Event.Debug _ -> HARDWARE << 8 | DEBUG_VECTOR;
            case Event.ExternalInterrupt(int vector) -> vector;
            case Event.Nmi _ -> NMI << 8 | 2;
            case Event.Software(int vector, _) -> SOFTWARE << 8 | vector;
            case Event.SoftwareException(int vector, _) -> SOFTWARE_EXCEPTION << 8 | vector;
            case Event.PrivilegedSoftware _ -> PRIVILEGED << 8 | 1;
        };
    }

    public static int errorCode(Event event) {
        return switch (event) {
            case Event.FaultWithCode(_, int code) -> code;
            case Event.PageFault(_, int code) -> code;
            default -> 0;
        };
    }

    /** The instruction length; 0 for events that have none. */
    public static int length(Event event) {
        return switch (event) {
            case Event.Software(_, int bytes) -> bytes;
            case Event.SoftwareException(_, int bytes) -> bytes;
            case Event.PrivilegedSoftware(int bytes) -> bytes;
            default -> 0;
        };
    }
}
