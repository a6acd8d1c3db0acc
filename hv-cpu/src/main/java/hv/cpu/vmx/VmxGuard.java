package hv.cpu.vmx;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Flags;
import hv.cpu.state.Segment;
import hv.cpu.system.InstructionInformation;

/** What every VMX instruction checks before it looks at its operands: #UD, then the VM exit of non-root operation, then #GP(0). */
final class VmxGuard {
    private static final long CR4_VMXE = 1 << 13;

    private VmxGuard() {}

    /**
     * Throws the fault or the VM exit that comes first, if any. A host whose registers are still to be loaded is at CPL 0 in a mode that may: VM entry
     * has checked it.
     *
     * @param o the instruction; null for software in Java, which never runs in non-root operation
     */
    static void enter(Cpu c, Op o) {
        if (c.vmxState.host.pending) return;
        if (!c.vmx.vmxOn || wrongMode(c)) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** As {@link #enter} for VMXON, which works outside VMX operation and wants CR4.VMXE there. */
    static void enterVmxon(Cpu c, Op o) {
        if ((c.cr4 & CR4_VMXE) == 0 || wrongMode(c)) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** VMCALL: it exits from every mode and privilege level. */
    static void enterVmcall(Cpu c, Op o) {
        if (!c.vmx.vmxOn) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o);
        if (c.virtual8086() || compatibilityMode(c)) throw c.ud();
        if (c.cpl != 0) throw c.gp(0);
    }

    private static boolean wrongMode(Cpu c) { return !c.protectedMode() || c.flags.has(Flags.VM) || compatibilityMode(c); }

    private static boolean compatibilityMode(Cpu c) { return c.longMode() && (c.segments[Segment.CS].rights & Segment.L) == 0; }

    /** The VM exit of a VMX instruction; its qualification is the displacement of its memory operand. */
    private static RuntimeException exit(Cpu c, Op o) {
        var signal = c.exit(o, InstructionInformation.displacement(o));
        c.exit.instructionInformation = InstructionInformation.operands(o);
        return signal;
    }
}
