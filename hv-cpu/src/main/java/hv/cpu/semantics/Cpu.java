package hv.cpu.semantics;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Efer;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.PinBasedControls;
import hv.api.x86.Rflags;
import hv.cpu.apic.LocalApic;
import hv.cpu.decode.Op;
import hv.cpu.memory.LinearMemory;
import hv.cpu.performance.PerformanceMonitor;
import hv.cpu.platform.Bus;
import hv.cpu.platform.CpuidAnswers;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.real.RealUnit;
import hv.cpu.state.Controls;
import hv.cpu.state.ExitRecord;
import hv.cpu.state.FaultTrail;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import hv.cpu.state.VmxCapabilities;
import hv.cpu.state.VmxState;
import hv.cpu.state.X87Pointers;

/** A processor at work: its registers, and the parts that operations reach through it. */
public final class Cpu extends Registers {
    public final ProcessorProfile profile;
    public final CpuidAnswers cpuid;
    public final Ram ram;
    public final Bus bus;
    public final VirtualClock clock;
    public final Controls vmx = new Controls();
    /** The state of VMX operation beyond {@link #vmx}: pointers, and the capabilities of the processor. */
    public final VmxState vmxState;
    public final ExitRecord exit = new ExitRecord();
    /** The exceptions that led to a triple fault. */
    public final FaultTrail trail = new FaultTrail();
    private final GuestException fault = new GuestException();
    private final VmExitSignal exitSignal = new VmExitSignal();
    public final LinearMemory mem;
    public final LocalApic apic;
    public final PerformanceMonitor performance;
    /** Scratch memory of the x87 operation under way. */
    public final RealUnit real = new RealUnit();
    /** The processor's way of keeping the x87 instruction and data pointers. */
    public final X87Pointers x87Pointers;
    public final LineMonitor monitor;

    /** Whether 64-bit code executes: EFER.LMA and CS.L. */
    public boolean long64;
    /** The width of RIP, in bytes: 2, 4 or 8. It is the default address size, and the default operand size, too, except that 8 means 4 there. */
    public int codeWidth = 2;
    /** The bytes of rSP that stack operations use: 2, 4 or 8. */
    public int stackWidth = 2;
    /** Whether data accesses are checked for alignment: CR0.AM, RFLAGS.AC and CPL 3. */
    public boolean alignmentChecked;
    /**
     * Whether the linear address of an operand is its offset, without further checks: in 64-bit code, or with CS, SS, DS and ES of base 0 and the
     * largest limit, as long as alignment is not checked.
     */
    public boolean flat;
    /**
     * Iterations that a REP string instruction retired beyond the one instruction that the engine counts anyway; after a fault or an exit, where it
     * counts none, all that were completed before. -1 for an INT n that has led to the handler of another event; 1 for a task switch at whose end there
     * was an exit. The engine adds and clears it.
     */
    public long extraRetired;
    /**
     * The number of iterations of a REP instruction that may retire before something else is due, at least 1. An instruction that stops before its
     * end leaves {@code rip} at itself. One that faults leaves registers and {@link #extraRetired} as the completed iterations have set them.
     */
    public long iterations = 1;
    /** The instruction of a chain that has thrown an exception. */
    public Op thrower;

    public Cpu(ProcessorProfile profile, Ram ram, Bus bus, VirtualClock clock) {
        this.profile = profile;
        this.cpuid = new CpuidAnswers(profile);
        this.ram = ram;
        this.bus = bus;
        this.clock = clock;
        this.vmxState = new VmxState(new VmxCapabilities(profile));
        this.x87Pointers = new X87Pointers(profile);
        this.monitor = new LineMonitor(this);
        this.apic = new LocalApic(profile, clock, new ApicSignals(this));
        this.performance = new PerformanceMonitor(profile, counters, new CounterSignals(this));
        this.vmx.eptCapabilities = vmxState.capabilities.eptVpid;
        this.mem = new LinearMemory(this, vmx, ram, bus, apic, exit, fault, exitSignal, profile.physicalBits());
    }

    /** Counts instructions, or iterations of one, that are over, and lets their time pass. */
    public void retire(long count) {
        cycles += count;
        clock.advance(count);
    }

    /** Whether an external interrupt would reach the processor, or end its waiting. */
    public boolean heedsInterrupts() {
        if (activity == Activity.SHUTDOWN || activity == Activity.WAIT_FOR_SIPI) return false;
        return flags.has(Rflags.IF) || activity == Activity.MWAIT && maskedBreaks || (vmx.pin & PinBasedControls.EXTERNAL_INTERRUPT_EXITING) != 0;
    }

    /** Whether an external interrupt is pending that the local APIC lets through. */
    public boolean interruptPending() { return apic.ready() || apic.passesExternal() && bus.interruptPending(); }

    /** Acknowledges the pending interrupt. Those of the 8259s come before those of the local APIC. @return its vector; -1 for a spurious one */
    public int acknowledgeInterrupt() {
        if (!apic.passesExternal() || !bus.interruptPending()) return apic.ready() ? apic.acknowledge() : -1;
        apic.externalTaken();
        return bus.acknowledgeInterrupt().orElse(-1);
    }

    public boolean protectedMode() { return (cr0 & Cr0.PE) != 0; }
    public boolean virtual8086() { return flags.has(Rflags.VM); }
    public boolean longMode() { return (efer & Efer.LMA) != 0; }

    /** Derives {@link #long64}, {@link #codeWidth}, {@link #stackWidth} and {@link #flat}; call after any change of CR0, EFER, CS, SS, DS, ES, CPL, AC or VM. */
    public void modeChanged() {
        var cs = segments[Segment.CS];
        long64 = longMode() && (cs.rights & AccessRights.L) != 0;
        codeWidth = long64 ? 8 : (cs.rights & AccessRights.DB) != 0 ? 4 : 2;
        stackWidth = long64 ? 8 : (segments[Segment.SS].rights & AccessRights.DB) != 0 ? 4 : 2;
        alignmentChecked = (cr0 & Cr0.AM) != 0 && flags.has(Rflags.AC) && cpl == 3;
        flat = !alignmentChecked && (long64 || isFlat(Segment.CS) && isFlat(Segment.SS) && isFlat(Segment.DS) && isFlat(Segment.ES));
        mem.contextChanged();
    }

    private boolean isFlat(int index) {
        var s = segments[index];
        boolean code = (s.rights & 8) != 0;
        boolean expandDown = !code && (s.rights & 4) != 0;
        return s.base == 0 && s.limit == -1 && !s.unusable() && !expandDown && (code ? index == Segment.CS : (s.rights & 2) != 0);
    }

    /** Notes which instruction has thrown; called from {@code catch} around an operation. @return the exception, to be thrown on */
    public RuntimeException thrown(Op by, RuntimeException e) {
        thrower = by;
        return e;
    }

    public GuestException fault(int vector) { return fault.set(vector, -1); }
    public GuestException fault(int vector, int errorCode) { return fault.set(vector, errorCode); }
    /** A general-protection exception, for {@code throw c.gp(0)}. */
    public GuestException gp(int errorCode) { return fault.set(ExceptionVector.GP, errorCode); }
    /** A stack-segment fault, for {@code throw c.ss(0)}. */
    public GuestException ss(int errorCode) { return fault.set(ExceptionVector.SS, errorCode); }
    public GuestException ud() { return fault.set(ExceptionVector.UD, -1); }

    /** #UD for an instruction that VMX non-root operation has only with a control that is 0 now. */
    public void requireEnabled(Op o) {
        int enable = o.row.interception().enable();
        if (enable != 0 && vmx.nonRoot && !vmx.secondary(enable)) throw ud();
    }

    /**
     * Whether an instruction exits because the controls ask for it, or whatever they are, and is not exempt. Bitmaps and masks are its operation's to
     * look at, and {@link #exits} then.
     */
    public boolean intercepts(Op o) {
        var by = o.row.interception();
        boolean asked = by.always() ? vmx.nonRoot : vmx.primary(by.primary()) || vmx.secondary(by.secondary());
        return asked && exits(o);
    }

    /** Whether an instruction's VM exit is made where something asks for it: it is not exempt. */
    public boolean exits(Op o) { return vmx.exits(o.row.interception().reason()); }

    /** {@code throw c.exit(o, qualification)}: the VM exit of an instruction, with the reason of its row. */
    public VmExitSignal exit(Op o, long qualification) { return exit(o.row.interception().reason(), qualification, o.length); }

    /** {@code throw c.exit(reason, qualification, o.length)}: a VM exit caused by the instruction being executed. */
    public VmExitSignal exit(ExitReason reason, long qualification, int instructionLength) {
        exit.clear();
        exit.reason = reason;
        exit.qualification = qualification;
        exit.instructionLength = instructionLength;
        return exitSignal;
    }
}
