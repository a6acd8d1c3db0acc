package hv.core.report;

import hv.api.VmExit;
import hv.api.x86.Event;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import java.util.Locale;

/** A VM exit in words, without a full stop. */
public final class ExitSentence {
    private ExitSentence() {}

    public static String of(VmExit exit) {
        return switch (exit) {
            case VmExit.Cpuid(int leaf, int subleaf) -> "CPUID leaf " + hex(leaf) + ", subleaf " + hex(subleaf);
            case VmExit.ReadMsr(int index) -> "RDMSR of " + hex(index);
            case VmExit.WriteMsr(int index, long value) -> "WRMSR of " + hex(value) + " to " + hex(index);
            case VmExit.PortIn(int port, int bytes) -> "IN of " + bytes + " bytes from port " + hex(port);
            case VmExit.PortOut(int port, int bytes, int value) -> "OUT of " + hex(value) + " (" + bytes + " bytes) to port " + hex(port);
            case VmExit.MovToCr(int number, long value) -> "MOV of " + hex(value) + " to CR" + number;
            case VmExit.MovFromCr(int number, var into) -> "MOV from CR" + number + " to " + into;
            case VmExit.MovToDr(int number, long value) -> "MOV of " + hex(value) + " to DR" + number;
            case VmExit.MovFromDr(int number, var into) -> "MOV from DR" + number + " to " + into;
            case VmExit.Exception(var event) -> of(event);
            case VmExit.EptViolation(var address, var linear, boolean inWalk, var accesses, var allowed) -> "EPT violation at " + address
                    + linear.map(at -> ", " + at).orElse("") + (inWalk ? " in the page walk" : "") + ": wanted " + accesses + ", allowed " + allowed;
            case VmExit.TaskSwitch(int selector, var source) -> "task switch by " + source + " to TSS " + hex(selector);
            case VmExit.EntryFailedGuestState(long qualification) -> "VM entry refused the guest state (qualification " + qualification + ")";
            case VmExit.TripleFault _ -> "the guest triple-faulted";
            default -> plain(exit);
        };
    }

    private static String of(Event event) {
        return switch (event) {
            case Event.FaultWithCode(int vector, int errorCode) -> ExceptionVector.name(vector) + ", error code " + hex(errorCode);
            case Event.PageFault(var address, int errorCode) -> "#PF at " + address + ", error code " + hex(errorCode);
            case Event.Debug(long causes) -> "#DB with DR6 bits " + hex(causes);
            default -> ExceptionVector.name(event.vector());
        };
    }

    /** A reason in words: "control register access". */
    public static String of(ExitReason reason) { return reason.name().toLowerCase(Locale.ROOT).replace('_', ' '); }

    private static String plain(VmExit exit) {
        var text = exit.toString();
        return text.endsWith("[]") ? of(exit.reason()) : of(exit.reason()) + " " + text.substring(text.indexOf('['));
    }

    private static String hex(long value) { return Sentences.hex(value); }
    private static String hex(int value) { return Sentences.hex(value); }
}
