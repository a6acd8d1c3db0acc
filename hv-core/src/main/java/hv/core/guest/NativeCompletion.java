package hv.core.guest;

import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.Event;
import hv.api.x86.VmcsField;
import hv.core.ept.SpaceMemory;
import hv.core.report.ErrorKind;
import hv.core.report.ExitSentence;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor;
import hv.cpu.LogicalProcessor.Emulated;
import hv.cpu.apic.LocalApic;
import java.util.OptionalLong;

/** What the processor would have done had nobody asked for the exit. */
final class NativeCompletion {
    private static final Outcome UD = Outcome.inject(Event.UD), GP = Outcome.inject(Event.gp(0));
    private static final int ECX_OSXSAVE = 1 << 27, EDX_APIC = 1 << 9;

    private final LogicalProcessor cpu;
    private final GuestCpu guest;
    private final Vmcs vmcs;
    private final VirtualInterrupts interrupts;
    private final LocalApic apic;
    private final GuestMsrs msrs;
    private final ControlRegisterWrites controlRegisters;
    private final DebugRegisters debugRegisters;
    private final SpaceMemory memory;
    private final Translations translations;

    NativeCompletion(LogicalProcessor cpu, GuestCpu guest, Vmcs vmcs, VirtualInterrupts interrupts, ShadowedRegisters shadowed, SpaceMemory memory,
                     Translations translations) {
        this.cpu = cpu;
        this.guest = guest;
        this.vmcs = vmcs;
        this.interrupts = interrupts;
        this.apic = interrupts.apic();
        this.memory = memory;
        this.translations = translations;
        this.msrs = new GuestMsrs(cpu, vmcs, apic, interrupts.time());
        this.controlRegisters = new ControlRegisterWrites(cpu, vmcs, apic, shadowed, memory.data(), translations::flush);
        this.debugRegisters = new DebugRegisters(cpu, vmcs);
    }

    /** The instruction's result as a value, or its fault; {@link Outcome#NATIVE} where it has no result. */
    Outcome value(VmExit exit) {
        return switch (exit) {
            case VmExit.Cpuid(int leaf, int subleaf) -> Outcome.answer(cpuid(leaf, subleaf));
            case VmExit.ReadMsr(int index) -> answer(msrs.read(index));
            case VmExit.Rdpmc(int counter) -> answer(cpu.rdpmc(counter));
            case VmExit.PortIn(_, int bytes) -> Outcome.answer(-1L >>> 64 - 8 * bytes);
            case VmExit.Rdtsc _, VmExit.Rdtscp _ -> Outcome.answer(interrupts.timeStamp());
            case VmExit.MovFromCr(int number, _) ->
                    Outcome.answer(number == 3 ? vmcs.get(VmcsField.GUEST_CR3) : apic.taskPriorityClass());
            case VmExit.MovFromDr(int number, _) -> debugRegisters.read(number, guest.cpl());
            default -> Outcome.NATIVE;
        };
    }

    private static Outcome answer(OptionalLong value) { return value.isPresent() ? Outcome.answer(value.getAsLong()) : GP; }

    /** Does what has no result; the answer is never {@link Outcome.Native}. */
    Outcome finish(VmExit exit) {
        return switch (exit) {
            case VmExit.WriteMsr(int index, long value) -> msrs.write(index, value) ? Outcome.ADVANCE : GP;
            case VmExit.PortOut _, VmExit.Pause _, VmExit.Invd _, VmExit.WriteBackAndInvalidate _ -> Outcome.ADVANCE;
            case VmExit.Hlt _ -> Outcome.HALT;
            case VmExit.MovToCr(int number, long value) -> controlRegisters.write(number, value);
            case VmExit.Clts _ -> controlRegisters.clts();
            case VmExit.Lmsw(int value) -> controlRegisters.lmsw(value);
            case VmExit.MovToDr(int number, long value) -> debugRegisters.write(number, value, guest.cpl());
            case VmExit.Invlpg(var address) -> {
                translations.flush(address);
                yield Outcome.ADVANCE;
            }
            case VmExit.ApicWrite(int offset) -> {
                interrupts.written(offset);
                yield Outcome.RETRY;
            }
            case VmExit.VirtualizedEoi(int vector) -> {
                interrupts.ended(vector);
                yield Outcome.RETRY;
            }
            case VmExit.Exception(Event.Nmi _) -> Outcome.RETRY;
            case VmExit.Exception(var event) -> Outcome.inject(event);
            default -> finishRare(exit);
        };
    }

    private Outcome finishRare(VmExit exit) {
        return switch (exit.reason()) {
            case EXTERNAL_INTERRUPT, INTERRUPT_WINDOW, NMI_WINDOW, VMX_PREEMPTION_TIMER_EXPIRED, MONITOR_TRAP_FLAG, TPR_BELOW_THRESHOLD -> Outcome.RETRY;
            case VMCALL, VMCLEAR, VMLAUNCH, VMPTRLD, VMPTRST, VMREAD, VMRESUME, VMWRITE, VMXOFF, VMXON, INVEPT, INVVPID, VMFUNC, GETSEC -> UD;
            case TRIPLE_FAULT, INIT_SIGNAL, STARTUP_IPI, IO_SMI, OTHER_SMI, ENTRY_FAILURE_INVALID_GUEST_STATE, ENTRY_FAILURE_MSR_LOADING,
                 ENTRY_FAILURE_MACHINE_CHECK -> throw new HvException(ErrorKind.GUEST, ExitSentence.of(exit));
            default -> emulate(exit);
        };
    }

    /** Loads the PDPTE fields for a guest that starts with PAE paging on. */
    void loadPdptes(long cr3) { controlRegisters.readPdptes(cr3); }

    /** Executes the guest's instruction in software: without interception, as if EPT allowed everything. */
    Outcome emulate(VmExit exit) {
        return switch (cpu.emulateOne(memory.code(), memory.data())) {
            case Emulated.Done _ -> Outcome.RETRY;
            case Emulated.Fault(var event) -> Outcome.inject(event);
            case Emulated.Unsupported(var instruction) -> throw new HvException(ErrorKind.DEFECT,
                    ExitSentence.of(exit) + ", and hv can't complete '" + instruction + "' in software");
        };
    }

    /** The machine's answer with the bits that follow the guest's own registers. */
    private CpuidResult cpuid(int leaf, int subleaf) {
        var machine = cpu.cpuid(leaf, subleaf);
        if (leaf != 1) return machine;
        boolean osxsave = (vmcs.get(VmcsField.GUEST_CR4) & Bits.CR4_OSXSAVE) != 0;
        int ecx = osxsave ? machine.ecx() | ECX_OSXSAVE : machine.ecx() & ~ECX_OSXSAVE;
        return machine.withEcx(ecx).withEdx(apic.isEnabled() ? machine.edx() : machine.edx() & ~EDX_APIC);
    }
}
