package hv.core.guest.completion;

import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Event;
import hv.api.x86.VmcsField;
import hv.core.guest.entry.VirtualInterrupts;
import hv.core.guest.state.GuestTimeStamp;
import hv.core.guest.state.Vmcs;
import hv.core.report.ErrorKind;
import hv.core.report.ExitSentence;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor;
import hv.cpu.LogicalProcessor.GuestRead;
import hv.cpu.apic.LocalApic;
import hv.cpu.platform.Exemption;
import java.util.OptionalLong;

/**
 * The processor's own behaviour where nobody answers an exit. An instruction's result is known before the instruction ends, so that outer handlers
 * see it; everything else the processor does itself, with an {@link Exemption}. The framework answers for the parts that it virtualizes: the local
 * APIC, the time-stamp counter, and ports without devices.
 */
public final class Natively {
    private static final Outcome UD = Outcome.inject(Event.UD), GP = Outcome.inject(Event.gp(0));
    private static final int EDX_APIC = 1 << 9;

    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final VirtualInterrupts interrupts;
    private final LocalApic apic;
    private final GuestTimeStamp time;
    private final Exemptions exemptions;

    public Natively(LogicalProcessor cpu, Vmcs vmcs, VirtualInterrupts interrupts, Exemptions exemptions) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.interrupts = interrupts;
        this.apic = interrupts.apic();
        this.time = interrupts.time();
        this.exemptions = exemptions;
    }

    /** The instruction's result as a value, or its fault; {@link Outcome#NATIVE} where it has no result. */
    public Outcome value(VmExit exit) {
        return switch (exit) {
            case VmExit.Cpuid(int leaf, int subleaf) -> cpuid(leaf, subleaf);
            case VmExit.ReadMsr(int index) -> rdmsr(index);
            case VmExit.Rdpmc(int counter) -> answer(cpu.rdpmc(counter));
            case VmExit.PortIn(_, int bytes) -> Outcome.answer(-1L >>> 64 - 8 * bytes);
            case VmExit.Rdtsc _, VmExit.Rdtscp _ -> Outcome.answer(interrupts.timeStamp());
            case VmExit.MovFromCr(int number, _) ->
                    Outcome.answer(number == 3 ? vmcs.get(VmcsField.GUEST_CR3) : apic.taskPriorityClass());
            case VmExit.MovFromDr(int number, _) -> answer(cpu.guestDebugRegister(number));
            default -> Outcome.NATIVE;
        };
    }

    private static Outcome answer(OptionalLong value) { return value.isPresent() ? Outcome.answer(value.getAsLong()) : GP; }

    private static Outcome answer(GuestRead read) {
        return switch (read) {
            case GuestRead.Value(long value) -> Outcome.answer(value);
            case GuestRead.Fault(var event) -> Outcome.inject(event);
        };
    }

    private Outcome cpuid(int leaf, int subleaf) {
        var answer = cpu.guestCpuid(leaf, subleaf);
        return Outcome.answer(leaf == 1 && !apic.isEnabled() ? answer.withEdx(answer.edx() & ~EDX_APIC) : answer);
    }

    private Outcome rdmsr(int index) {
        if (LocalApic.isMsr(index)) return answer(apic.readMsr(index));
        if (GuestTimeStamp.isMsr(index)) return answer(time.read(index));
        return answer(cpu.guestMsr(index));
    }

    /** Completes an exit whose instruction has no result, or has the processor complete it at the next entry. @return never {@link Outcome.Native} */
    public Outcome complete(VmExit exit) {
        return switch (exit) {
            case VmExit.WriteMsr(int index, long value) -> wrmsr(exit, index, value);
            case VmExit.Hlt _ -> Outcome.HALT;
            case VmExit.MovToCr(int number, long value) when number == 8 -> apic.writeTaskPriorityClass(value) ? Outcome.ADVANCE : GP;
            case VmExit.ApicWrite(int offset) -> {
                interrupts.written(offset);
                yield Outcome.RETRY;
            }
            case VmExit.VirtualizedEoi(int vector) -> {
                interrupts.ended(vector);
                yield Outcome.RETRY;
            }
            case VmExit.EptViolation(var address, _, _, var accesses, _) -> exemptions.open(address.value(), accesses);
            case VmExit.ApicAccess(int offset, var access) -> exemptions.openDevice(apic.page() << 12 | offset, access);
            case VmExit.Exception(Event.Nmi _) -> Outcome.RETRY;
            case VmExit.Exception(var event) -> Outcome.inject(event);
            default -> byReason(exit);
        };
    }

    private Outcome byReason(VmExit exit) {
        return switch (exit.reason()) {
            case EXTERNAL_INTERRUPT, INTERRUPT_WINDOW, NMI_WINDOW, VMX_PREEMPTION_TIMER_EXPIRED, MONITOR_TRAP_FLAG, TPR_BELOW_THRESHOLD -> Outcome.RETRY;
            case VMCALL, VMCLEAR, VMLAUNCH, VMPTRLD, VMPTRST, VMREAD, VMRESUME, VMWRITE, VMXOFF, VMXON, INVEPT, INVVPID, VMFUNC, GETSEC -> UD;
            case TRIPLE_FAULT, INIT_SIGNAL, STARTUP_IPI, IO_SMI, OTHER_SMI, ENTRY_FAILURE_INVALID_GUEST_STATE, ENTRY_FAILURE_MSR_LOADING,
                 ENTRY_FAILURE_MACHINE_CHECK, EPT_MISCONFIGURATION -> throw new HvException(ErrorKind.GUEST, ExitSentence.of(exit));
            default -> exemptions.instruction(Exemption.from(exit.reason()));
        };
    }

    private Outcome wrmsr(VmExit exit, int index, long value) {
        if (LocalApic.isMsr(index)) return apic.writeMsr(index, value) ? Outcome.ADVANCE : GP;
        if (!GuestTimeStamp.isMsr(index)) return exemptions.instruction(Exemption.from(exit.reason()));
        boolean there = time.write(index, value);
        apic.timeStampChanged();
        return there ? Outcome.ADVANCE : GP;
    }
}
