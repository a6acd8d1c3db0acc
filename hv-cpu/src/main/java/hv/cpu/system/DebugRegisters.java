package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.api.x86.DebugCtl;
import hv.api.x86.Dr6;
import hv.api.x86.Dr7;
import hv.api.x86.ExceptionVector;
import hv.api.x86.PendingDebugExceptions;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/**
 * MOV to and from debug registers, and the effect of debug exceptions on DR6.
 *
 * @sdm 3B "Debug Registers"; 2B "MOV—Move to/from Debug Registers"
 */
public final class DebugRegisters {
    private static final long DR7_WRITABLE = 0xFFFF23FFL;
    private static final int IO = 2;
    private static final int DIRECTION_FROM = 1 << 4;

    private DebugRegisters() {}

    static void write(Cpu c, Op o, int w, int dk, int sk) {
        int number = checked(c, o, o.dr, o.sr, 0);
        long value = c.long64 ? c.r[o.sr] : c.r[o.sr] & 0xFFFF_FFFFL;
        if (number >= 6 && value >>> 32 != 0) throw c.gp(0);
        c.dr[number] = switch (number) {
            case 6 -> value & Dr6.CONDITIONS | Dr6.FIXED;
            case 7 -> value & DR7_WRITABLE | Dr7.FIXED;
            default -> value;
        };
        c.mem.contextChanged();
    }

    static void read(Cpu c, Op o, int w, int dk, int sk) {
        int number = checked(c, o, o.sr, o.dr, DIRECTION_FROM);
        Operands.setRegister(c, c.long64 ? 8 : 4, o.dr, c.dr[number]);
    }

    /**
     * Checks an access. Here interception comes before every fault, unlike for other instructions.
     *
     * @return the number of the register, with DR4 and DR5 resolved
     */
    private static int checked(Cpu c, Op o, int number, int gpr, int direction) {
        if (c.intercepts(o)) throw c.exit(o, number & 7 | direction | gpr << 8);
        return accessible(c, number);
    }

    /** The value that MOV from the register gives after interception; a fault is thrown. */
    public static long value(Cpu c, int number) { return c.dr[accessible(c, number)]; }

    private static int accessible(Cpu c, int number) {
        if (number > 7) throw c.ud();
        Privilege.requireRing0(c);
        boolean alias = number == 4 || number == 5;
        if (alias && (c.cr4 & Cr4.DE) != 0) throw c.ud();
        if ((c.dr[7] & Dr7.GD) != 0) throw accessDetected(c);
        return alias ? number + 2 : number;
    }

    /**
     * Checks an access to ports that has been made: with CR4.DE it may meet an I/O breakpoint, and the debug exception comes after the instruction.
     */
    static void portAccess(Cpu c, int port, int bytes) {
        if ((c.dr[7] & Dr7.ENABLES) == 0 || (c.cr4 & Cr4.DE) == 0) return;
        long met = 0, enabled = 0;
        for (int i = 0; i < 4; i++) {
            int field = (int) (c.dr[7] >>> 16 + 4 * i) & 0xF, length = (field >> 2) + 1;
            long first = c.dr[i] & -length;
            if ((field & 3) != IO || first + length <= port || port + bytes <= first) continue;
            met |= 1L << i;
            enabled |= c.dr[7] >>> 2 * i & 3;
        }
        if (enabled != 0) c.pendingDebug |= met | PendingDebugExceptions.ENABLED_BREAKPOINT;
    }

    private static RuntimeException accessDetected(Cpu c) {
        var fault = c.fault(ExceptionVector.DB);
        fault.debug = Dr6.BD;
        return fault;
    }

    /** Records a delivered #DB: its conditions go to DR6, and general detect and branch recording are switched off. */
    static void record(Cpu c, long conditions) {
        c.dr[6] = Dr6.after(c.dr[6], conditions);
        c.dr[7] &= ~(long) Dr7.GD;
        c.debugctl &= ~(long) DebugCtl.LBR;
    }
}
