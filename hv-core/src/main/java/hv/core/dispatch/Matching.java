package hv.core.dispatch;

import hv.api.Intercept;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.Cr0;
import hv.api.x86.ExitReason;
import hv.api.x86.VmcsField;

/** Decides whether an intercept matches an exit. */
final class Matching {
    private Matching() {}

    static ExitReason reason(Intercept what) {
        return switch (what) {
            case Intercept.Every(var reason) -> reason;
            case Intercept.Ports _ -> ExitReason.IO_INSTRUCTION;
            case Intercept.MsrReads _ -> ExitReason.RDMSR;
            case Intercept.MsrWrites _ -> ExitReason.WRMSR;
            case Intercept.Exception _ -> ExitReason.EXCEPTION_OR_NMI;
            case Intercept.ControlRegister _, Intercept.ControlRegisterReads _ -> ExitReason.CONTROL_REGISTER_ACCESS;
            case Intercept.Memory _ -> ExitReason.EPT_VIOLATION;
        };
    }

    static boolean matches(Intercept what, VmExit exit, Vcpu vcpu) {
        return switch (what) {
            case Intercept.Every(var reason) -> reason == exit.reason();
            case Intercept.Ports(int first, int count) -> switch (exit) {
                case VmExit.PortIn(int port, int bytes) -> port < first + count && first < port + bytes;
                case VmExit.PortOut(int port, int bytes, _) -> port < first + count && first < port + bytes;
                default -> false;
            };
            case Intercept.MsrReads(int first, int count) -> exit instanceof VmExit.ReadMsr(int index) && within(index, first, count);
            case Intercept.MsrWrites(int first, int count) -> exit instanceof VmExit.WriteMsr(int index, _) && within(index, first, count);
            case Intercept.Exception(int vector) -> exit instanceof VmExit.Exception(var event) && event.vector() == vector;
            case Intercept.ControlRegister(int number, long mask) -> writes(number, mask, exit, vcpu);
            case Intercept.ControlRegisterReads(int number) -> exit instanceof VmExit.MovFromCr(int from, _) && from == number;
            case Intercept.Memory watch -> exit instanceof VmExit.EptViolation violation && touches(watch, violation);
        };
    }

    private static boolean within(int index, int first, int count) { return Integer.compareUnsigned(index - first, count) < 0; }

    private static boolean touches(Intercept.Memory watch, VmExit.EptViolation violation) {
        long offset = violation.address().value() - watch.first().value();
        boolean inside = offset >= 0 && offset < watch.bytes();
        return inside && (watch.accesses().bits() & violation.accesses().bits()) != 0;
    }

    private static boolean writes(int number, long mask, VmExit exit, Vcpu vcpu) {
        return switch (exit) {
            case VmExit.MovToCr(int to, long value) when to == number -> number == 3 || number == 8 || changes(number, mask, value, vcpu);
            case VmExit.Clts _ -> number == 0 && (mask & Cr0.TS) != 0;
            case VmExit.Lmsw(int value) -> number == 0 && changes(0, mask & Cr0.MACHINE_STATUS_WORD, value, vcpu);
            default -> false;
        };
    }

    private static boolean changes(int number, long mask, long value, Vcpu vcpu) {
        long seen = number == 0 ? seen(vcpu, VmcsField.GUEST_CR0, VmcsField.CR0_GUEST_HOST_MASK, VmcsField.CR0_READ_SHADOW)
                : seen(vcpu, VmcsField.GUEST_CR4, VmcsField.CR4_GUEST_HOST_MASK, VmcsField.CR4_READ_SHADOW);
        return ((seen ^ value) & mask) != 0;
    }

    /** A control register as the guest reads it. */
    private static long seen(Vcpu vcpu, VmcsField register, VmcsField mask, VmcsField shadow) {
        long hostOwned = vcpu.read(mask);
        return vcpu.read(register) & ~hostOwned | vcpu.read(shadow) & hostOwned;
    }
}
