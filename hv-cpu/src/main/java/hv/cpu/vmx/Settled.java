package hv.cpu.vmx;

import hv.api.x86.Gpr;
import hv.cpu.apic.LocalApic;
import hv.cpu.performance.PerformanceMonitor;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.UnswitchedRegisters;
import hv.cpu.state.VmxState;
import java.util.function.Function;

/**
 * A processor between two VMX instructions of software in Java. After a VM exit its registers may still be the guest's ({@link PendingHost}). Through
 * this view, registers that VM exits load can be reached only after they have become the host's; all others can be reached at once.
 */
public final class Settled {
    private static final int DR7 = 7;

    public final ProcessorProfile profile;
    public final Ram ram;
    public final VirtualClock clock;
    public final LocalApic apic;
    public final PerformanceMonitor performance;
    public final Controls controls;
    public final VmxState vmx;
    private final Cpu c;

    public Settled(Cpu c) {
        this.c = c;
        profile = c.profile;
        ram = c.ram;
        clock = c.clock;
        apic = c.apic;
        performance = c.performance;
        controls = c.vmx;
        vmx = c.vmxState;
    }

    /** The processor with the registers of the code that executes now. After a VM exit these are the host's, which are loaded unless they are. */
    public Cpu cpu() {
        PendingHost.settle(c);
        return c;
    }

    /** The registers that a VM exit does not change. */
    public UnswitchedRegisters unswitched() { return c; }

    public long get(Gpr register) { return holding(register).r[register.ordinal()]; }
    public void set(Gpr register, long value) { holding(register).r[register.ordinal()] = value; }
    private Cpu holding(Gpr register) { return register == Gpr.RSP ? cpu() : c; }

    /** @param number 0 to 7 */
    public long debugRegister(int number) { return holdingDebug(number).dr[number]; }
    public void debugRegister(int number, long value) { holdingDebug(number).dr[number] = value; }
    private Cpu holdingDebug(int number) { return number == DR7 ? cpu() : c; }

    /** Counts an instruction of the guest that software in Java has completed. */
    public void retireOne() { c.retire(1); }

    /** Looks at the registers as the guest of the current VMCS has them there. */
    public <T> T withGuest(Function<Cpu, T> look) { return PendingHost.withGuest(c, () -> look.apply(c)); }

    /** The processor with the registers that it happens to have, for VMX instructions, most of which look at the VMCS only. */
    Cpu asExited() { return c; }
}
