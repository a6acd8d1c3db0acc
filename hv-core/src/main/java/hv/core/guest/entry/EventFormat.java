package hv.core.guest.entry;

import hv.api.x86.Event;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Gva;
import hv.api.x86.InterruptionInformation;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Events in the 32-bit format that VM-entry, VM-exit and IDT-vectoring information share.
 *
 * @sdm 3C chapter 25 "VM-Entry Controls for Event Injection"
 */
public final class EventFormat {
    private EventFormat() {}

    /** @param detail the exit qualification: a linear address for #PF, causes for #DB */
    public static Event decode(int information, int errorCode, LongSupplier detail, IntSupplier length) {
        int vector = InterruptionInformation.vector(information);
        return switch (InterruptionInformation.type(information)) {
            case EventType.EXTERNAL_INTERRUPT -> new Event.ExternalInterrupt(vector);
            case EventType.NMI -> Event.NMI;
            case EventType.SOFTWARE_INTERRUPT -> new Event.Software(vector, length.getAsInt());
            case EventType.PRIVILEGED_SOFTWARE_EXCEPTION -> new Event.PrivilegedSoftware(length.getAsInt());
            case EventType.SOFTWARE_EXCEPTION -> new Event.SoftwareException(vector, length.getAsInt());
            default -> hardware(vector, (information & InterruptionInformation.ERROR_CODE) != 0, errorCode, detail);
        };
    }

    private static Event hardware(int vector, boolean withCode, int errorCode, LongSupplier detail) {
        if (vector == ExceptionVector.PF) return new Event.PageFault(new Gva(detail.getAsLong()), errorCode);
        if (vector == ExceptionVector.DB) return new Event.Debug(detail.getAsLong());
        return withCode ? new Event.FaultWithCode(vector, errorCode) : new Event.Fault(vector);
    }

    /** VM-entry interruption information. */
    public static int encode(Event event) {
        boolean withCode = event instanceof Event.FaultWithCode || event instanceof Event.PageFault;
        return InterruptionInformation.VALID | (withCode ? InterruptionInformation.ERROR_CODE : 0) | type(event) << InterruptionInformation.TYPE_SHIFT
                | event.vector();
    }

    /** An {@link EventType}. */
    static int type(Event event) {
        return switch (event) {
            case Event.Fault _, Event.FaultWithCode _, Event.PageFault _, Event.Debug _ -> EventType.HARDWARE_EXCEPTION;
            case Event.ExternalInterrupt _ -> EventType.EXTERNAL_INTERRUPT;
            case Event.Nmi _ -> EventType.NMI;
            case Event.Software _ -> EventType.SOFTWARE_INTERRUPT;
            case Event.SoftwareException _ -> EventType.SOFTWARE_EXCEPTION;
            case Event.PrivilegedSoftware _ -> EventType.PRIVILEGED_SOFTWARE_EXCEPTION;
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
