package hv.cpu.vmx;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr4;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;
import hv.cpu.system.InstructionInformation;

/** The checks of every VMX instruction before it looks at its operands: #UD, then the VM exit of non-root operation, then #GP(0). */
final class VmxGuard {
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

    /** Checks VMXON, which is allowed outside VMX operation and needs CR4.VMXE. */
    static void enterVmxon(Cpu c, Op o) {
        if ((c.cr4 & Cr4.VMXE) == 0 || wrongMode(c)) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** Checks VMCALL, which exits from every mode and privilege level. */
    static void enterVmcall(Cpu c, Op o) {
        if (!c.vmx.vmxOn) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o);
        if (c.virtual8086() || compatibilityMode(c)) throw c.ud();
        if (c.cpl != 0) throw c.gp(0);
    }

    private static boolean wrongMode(Cpu c) { return !c.protectedMode() || c.flags.has(Rflags.VM) || compatibilityMode(c); }

    private static boolean compatibilityMode(Cpu c) { return c.longMode() && (c.segments[Segment.CS].rights & AccessRights.L) == 0; }

    /** The VM exit of a VMX instruction; its qualification is the displacement of its memory operand. */
    private static RuntimeException exit(Cpu c, Op o) {
        var signal = c.exit(o, InstructionInformation.displacement(o));
        c.exit.instructionInformation = InstructionInformation.operands(o);
        return signal;
    }
}
