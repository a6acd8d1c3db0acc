package hv.cpu.system;


import hv.api.x86.Cr0;
import hv.api.x86.PrimaryControls;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.VirtualApic;

/**
 * MOV to and from control registers, LMSW, SMSW and CLTS, with their interception.
 *
 * @sdm 3C "Exit Qualification for Control-Register Accesses"
 */
final class ControlRegisterMoves {
    /** Access types of the exit qualification, in place. */
    private static final int MOV_FROM = 1 << 4, CLTS = 2 << 4, LMSW = 3 << 4, LMSW_MEMORY = 1 << 6;

    private ControlRegisterMoves() {}

    static void write(Cpu c, Op o, int w, int dk, int sk) {
        requireRegister(c, o.dr);
        Privilege.requireRing0(c);
        long value = c.long64 ? c.r[o.sr] : c.r[o.sr] & 0xFFFF_FFFFL;
        if (writeExits(c, o.dr, value) && c.exits(o)) throw c.exit(o, o.dr | o.sr << 8);
        ControlRegisters.write(c, o.dr, value);
    }

    static void read(Cpu c, Op o, int w, int dk, int sk) {
        requireRegister(c, o.sr);
        Privilege.requireRing0(c);
        if (readExits(c, o.sr) && c.exits(o)) throw c.exit(o, o.sr | MOV_FROM | o.dr << 8);
        Operands.setRegister(c, c.long64 ? 8 : 4, o.dr, value(c, o.sr));
    }

    private static void requireRegister(Cpu c, int number) {
        if (number > 8 || (1 << number & 0b1_0001_1101) == 0) throw c.ud();
    }

    private static long value(Cpu c, int number) {
        return switch (number) {
            case 0 -> ControlRegisters.visibleCr0(c);
            case 2 -> c.cr2;
            case 3 -> c.cr3;
            case 4 -> ControlRegisters.visibleCr4(c);
            default -> c.vmx.primary(PrimaryControls.USE_TPR_SHADOW) ? VirtualApic.taskPriorityClass(c) : c.apic.taskPriorityClass();
        };
    }

    private static boolean writeExits(Cpu c, int number, long value) {
        return switch (number) {
            case 0 -> ((value ^ c.vmx.cr0Shadow) & c.vmx.cr0Mask) != 0;
            case 3 -> c.vmx.primary(PrimaryControls.CR3_LOAD_EXITING) && !isCr3Target(c, value);
            case 4 -> ((value ^ c.vmx.cr4Shadow) & c.vmx.cr4Mask) != 0;
            case 8 -> c.vmx.primary(PrimaryControls.CR8_LOAD_EXITING);
            default -> false;
        };
    }

    private static boolean isCr3Target(Cpu c, long value) {
        for (int i = 0; i < c.vmx.cr3TargetCount; i++) if (c.vmx.cr3Targets[i] == value) return true;
        return false;
    }

    private static boolean readExits(Cpu c, int number) {
        return number == 3 && c.vmx.primary(PrimaryControls.CR3_STORE_EXITING) || number == 8 && c.vmx.primary(PrimaryControls.CR8_STORE_EXITING);
    }

    /** Writes CR0[3:0]; it can set PE but not clear it. */
    static void lmsw(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        long at = dk == Kind.MEM ? Operands.address(c, o, 2, false) : 0;
        long source = dk == Kind.MEM ? c.mem.read(at, 2) : c.r[o.dr] & 0xFFFF;
        if (lmswExits(c, source) && c.exits(o)) {
            var signal = c.exit(o, LMSW | (dk == Kind.MEM ? LMSW_MEMORY : 0) | source << 16);
            c.exit.linear = at;
            throw signal;
        }
        ControlRegisters.write(c, 0, ControlRegisters.visibleCr0(c) & ~(Cr0.MACHINE_STATUS_WORD & ~Cr0.PE) | source & Cr0.MACHINE_STATUS_WORD);
    }

    private static boolean lmswExits(Cpu c, long source) {
        long differs = (source ^ c.vmx.cr0Shadow) & c.vmx.cr0Mask;
        return (differs & Cr0.MACHINE_STATUS_WORD & ~Cr0.PE) != 0 || (differs & source & Cr0.PE) != 0;
    }

    static void smsw(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireInsight(c);
        Operands.store(c, o, dk == Kind.MEM ? 2 : w, dk, ControlRegisters.visibleCr0(c));
    }

    static void clts(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        boolean masked = (c.vmx.cr0Mask & Cr0.TS) != 0;
        boolean seen = (c.vmx.cr0Shadow & Cr0.TS) != 0;
        if (masked && seen && c.exits(o)) throw c.exit(o, CLTS);
        if (!masked || seen) ControlRegisters.clearTs(c);
    }
}
