package hv.cpu.vmx;

import hv.api.x86.ExitReason;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Flags;
import hv.cpu.state.Segment;

/** What every VMX instruction checks before it looks at its operands: #UD, then the VM exit of non-root operation, then #GP(0). */
final class VmxGuard {
    private static final long CR4_VMXE = 1 << 13;

    private VmxGuard() {}

    /**
     * Throws the fault or the VM exit that comes first, if any.
     *
     * @param o the instruction; null for software in Java, which never runs in non-root operation
     */
    static void enter(Cpu c, Op o, ExitReason reason) {
        if (!c.vmx.vmxOn || wrongMode(c)) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o, reason);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** As {@link #enter} for VMXON, which works outside VMX operation and wants CR4.VMXE there. */
    static void enterVmxon(Cpu c, Op o) {
        if ((c.cr4 & CR4_VMXE) == 0 || wrongMode(c)) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o, ExitReason.VMXON);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** VMCALL: it exits from every mode and privilege level. */
    static void enterVmcall(Cpu c, Op o) {
        if (!c.vmx.vmxOn) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o, ExitReason.VMCALL);
        if (c.virtual8086() || compatibilityMode(c)) throw c.ud();
        if (c.cpl != 0) throw c.gp(0);
    }

    private static boolean wrongMode(Cpu c) { return !c.protectedMode() || c.flags.has(Flags.VM) || compatibilityMode(c); }

    private static boolean compatibilityMode(Cpu c) { return c.longMode() && (c.segments[Segment.CS].rights & Segment.L) == 0; }

    /** The VM exit of a VMX instruction; its qualification is the displacement of its memory operand. */
    static RuntimeException exit(Cpu c, Op o, ExitReason reason) {
        boolean memory = o.dk == Kind.MEM || o.sk == Kind.MEM;
        var signal = c.exit(reason.number(), memory ? o.displacement : 0, o.length);
        c.exit.instructionInformation = InstructionInformation.of(o, reason);
        return signal;
    }
}
