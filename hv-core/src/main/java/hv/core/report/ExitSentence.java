package hv.core.report;

import hv.api.VmExit;
import hv.api.x86.Event;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A VM exit in words, without a full stop. */
public final class ExitSentence {
    /** Parts of exit reasons' names that are words, and neither mnemonics nor abbreviations. */
    private static final Set<String> WORDS = Set.of("OR", "EXCEPTION", "EXTERNAL", "INTERRUPT", "TRIPLE", "FAULT", "SIGNAL", "STARTUP", "OTHER", "WINDOW",
            "TASK", "SWITCH", "CONTROL", "REGISTER", "ACCESS", "INSTRUCTION", "ENTRY", "FAILURE", "INVALID", "GUEST", "STATE", "LOADING", "MACHINE", "CHECK",
            "BELOW", "THRESHOLD", "VIOLATION", "MISCONFIGURATION", "PREEMPTION", "TIMER", "EXPIRED", "WRITE", "PAGE", "MODIFICATION", "LOG", "FULL",
            "RELATED", "EVENT", "TRANSLATION", "IMMEDIATE", "BUS", "LOCK", "TIMEOUT", "VIRTUALIZED");

    private ExitSentence() {}

    public static String of(VmExit exit) {
        return switch (exit) {
            case VmExit.Cpuid(int leaf, int subleaf) -> "CPUID leaf " + hex(leaf) + ", subleaf " + hex(subleaf);
            case VmExit.ReadMsr(int index) -> "RDMSR of " + hex(index);
            case VmExit.WriteMsr(int index, long value) -> "WRMSR of " + hex(value) + " to " + hex(index);
            case VmExit.PortIn(int port, int bytes) -> "IN of " + bytes(bytes) + " from port " + hex(port);
            case VmExit.PortOut(int port, int bytes, int value) -> "OUT of " + hex(value) + " (" + bytes(bytes) + ") to port " + hex(port);
            case VmExit.MovToCr(int number, long value) -> "MOV of " + hex(value) + " to CR" + number;
            case VmExit.MovFromCr(int number, var into) -> "MOV from CR" + number + " to " + into;
            case VmExit.MovToDr(int number, long value) -> "MOV of " + hex(value) + " to DR" + number;
            case VmExit.MovFromDr(int number, var into) -> "MOV from DR" + number + " to " + into;
            case VmExit.Clts _ -> "CLTS";
            case VmExit.Lmsw(int value) -> "LMSW of " + hex(value);
            case VmExit.DescriptorTable(var instruction, var operand) -> instruction + " of " + operand;
            case VmExit.SystemSegment(var instruction, VmExit.Operand.Register(var operand)) -> instruction + " of " + operand;
            case VmExit.SystemSegment(var instruction, VmExit.Operand.Memory(var operand)) -> instruction + " of " + operand;
            case VmExit.ExternalInterrupt(var vector) -> "external interrupt" + (vector.isPresent() ? ", vector " + hex(vector.getAsInt()) : "");
            case VmExit.Exception(var event) -> of(event);
            case VmExit.EptViolation(var address, var linear, boolean inWalk, var accesses, var allowed) -> "EPT violation at " + address
                    + linear.map(at -> ", " + at).orElse("") + (inWalk ? " in the page walk" : "") + ": wanted " + accesses + ", allowed " + allowed;
            case VmExit.EptMisconfiguration(var address) -> "EPT misconfiguration at " + address;
            case VmExit.TaskSwitch(int selector, var source) -> "task switch by " + source + " to TSS " + hex(selector);
            case VmExit.EntryFailedGuestState(long qualification) -> "VM entry refused the guest state (qualification " + qualification + ")";
            case VmExit.EntryFailedMsrLoading(int entry) -> "VM entry could not load entry " + entry + " of its MSR-load area";
            case VmExit.EntryFailedMachineCheck _ -> "VM entry met a machine check";
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

    /** A reason in the manual's words: "control register access", "EPT violation", "RDMSR". */
    public static String of(ExitReason reason) {
        if (reason == ExitReason.MONITOR_TRAP_FLAG) return "monitor trap flag";     // MONITOR is an instruction, too
        return Arrays.stream(reason.name().split("_")).map(ExitSentence::word).collect(Collectors.joining(" "));
    }

    private static String word(String part) {
        return part.equals("IO") ? "I/O" : WORDS.contains(part) ? part.toLowerCase(Locale.ROOT) : part;
    }

    private static String plain(VmExit exit) {
        var facts = Arrays.stream(exit.getClass().getRecordComponents()).map(fact -> fact(exit, fact)).collect(Collectors.joining(", "));
        return facts.isEmpty() ? of(exit.reason()) : of(exit.reason()) + ": " + facts;
    }

    private static String fact(VmExit exit, RecordComponent fact) {
        try {
            var value = fact.getAccessor().invoke(exit);
            return fact.getName().replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT) + " " + switch (value) {
                case Integer number -> hex(number);
                case Long number -> hex(number);
                case VmExit.Operand.Register(var register) -> register.toString();
                case VmExit.Operand.Memory(var at) -> "in memory at " + at;
                default -> value.toString();
            };
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record of hv-api can't be read", e);
        }
    }

    /** An access to a register of a device in memory. */
    public static String ofRegister(Gpa at, int bytes, boolean write, long value) {
        return write ? "write of " + hex(value) + " (" + bytes(bytes) + ") to " + at : "read of " + bytes(bytes) + " from " + at + ": " + hex(value);
    }

    private static String bytes(int count) { return count + (count == 1 ? " byte" : " bytes"); }

    private static String hex(long value) { return Sentences.hex(value); }
    private static String hex(int value) { return Sentences.hex(value); }
}
