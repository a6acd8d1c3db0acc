package hv.cpu.vmx;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr4;
import hv.api.x86.ExitReason;
import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;
import hv.cpu.system.InstructionInformation;

/** What every VMX instruction checks before it looks at its operands: #UD, then the VM exit of non-root operation, then #GP(0). */
final class VmxGuard {
    private static final int REGISTER_OPERAND = 1 << 10;

    private VmxGuard() {}

    /**
     * Throws the fault or the VM exit that comes first, if any. A host whose registers are still to be loaded is at CPL 0 in a mode that may: VM entry
     * has checked it.
     *
     * @param o the instruction; null for software in Java, which never runs in non-root operation
     */
    static void enter(Cpu c, Op o, ExitReason reason) {
        if (c.vmxState.host.pending) return;
        if (!c.vmx.vmxOn || wrongMode(c)) throw c.ud();
        if (c.vmx.nonRoot) throw exit(c, o, reason);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** As {@link #enter} for VMXON, which works outside VMX operation and wants CR4.VMXE there. */
    static void enterVmxon(Cpu c, Op o) {
        if ((c.cr4 & Cr4.VMXE) == 0 || wrongMode(c)) throw c.ud();
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

    private static boolean wrongMode(Cpu c) { return !c.protectedMode() || c.flags.has(Rflags.VM) || compatibilityMode(c); }

    private static boolean compatibilityMode(Cpu c) { return c.longMode() && (c.segments[Segment.CS].rights & AccessRights.L) == 0; }

    /** The VM exit of a VMX instruction; its qualification is the displacement of its memory operand. */
    static RuntimeException exit(Cpu c, Op o, ExitReason reason) {
        var signal = c.exit(reason, InstructionInformation.displacement(o), o.length);
        c.exit.instructionInformation = information(o, reason);
        return signal;
    }

    /** The VM-exit instruction-information field: REG2 (bits 31:28) is the register that holds a type or a field's encoding. */
    private static int information(Op o, ExitReason reason) {
        return switch (reason) {
            case VMCLEAR, VMPTRLD, VMPTRST, VMXON -> InstructionInformation.memory(o);
            case INVEPT, INVVPID -> InstructionInformation.memory(o) | o.dr << 28;
            case VMREAD -> InstructionInformation.operand(o) | o.sr << 28;
            case VMWRITE -> (o.sk == Kind.MEM ? InstructionInformation.memory(o) : REGISTER_OPERAND | o.sr << 3) | o.dr << 28;
            default -> 0;
        };
    }
}
