package hv.cpu.system;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.state.Controls;

/**
 * MOV to and from debug registers, and the effect of debug exceptions on DR6.
 *
 * @sdm 3B "Debug Registers"; 2B "MOV—Move to/from Debug Registers"
 */
public final class DebugRegisters {
    /** Of a #DB's conditions: a MOV DR met DR7.GD. */
    static final int ACCESS_DETECTED = 1 << 13;
    private static final int SINGLE_STEP = 1 << 14, TASK_SWITCH = 1 << 15, BREAKPOINTS = 0xF, DR7_GD = 1 << 13, CR4_DE = 1 << 3;
    /** All that DR6 shows of a #DB. */
    static final int CONDITIONS = BREAKPOINTS | ACCESS_DETECTED | SINGLE_STEP | TASK_SWITCH;
    private static final long DR6_FIXED = 0xFFFF0FF0L, DR6_WRITABLE = 0xE00F, DR7_FIXED = 0x400, DR7_WRITABLE = 0xFFFF23FFL;
    private static final int ENABLES = 0xFF, IO = 2, ENABLED_BREAKPOINT = 1 << 12;
    private static final int MOV_DR_EXIT = 29, DIRECTION_FROM = 1 << 4;

    private DebugRegisters() {}

    static void write(Cpu c, Op o, int w, int dk, int sk) {
        int number = checked(c, o, o.dr, o.sr, 0);
        long value = c.long64 ? c.r[o.sr] : c.r[o.sr] & 0xFFFF_FFFFL;
        if (number >= 6 && value >>> 32 != 0) throw c.gp(0);
        c.dr[number] = switch (number) {
            case 6 -> value & DR6_WRITABLE | DR6_FIXED;
            case 7 -> value & DR7_WRITABLE | DR7_FIXED;
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
        if (c.vmx.primary(Controls.MOV_DR) && c.vmx.exits(MOV_DR_EXIT)) throw c.exit(MOV_DR_EXIT, number & 7 | direction | gpr << 8, o.length);
        return accessible(c, number);
    }

    /** The value that MOV from the register gives after interception; a fault is thrown. */
    public static long value(Cpu c, int number) { return c.dr[accessible(c, number)]; }

    private static int accessible(Cpu c, int number) {
        if (number > 7) throw c.ud();
        Privilege.requireRing0(c);
        boolean alias = number == 4 || number == 5;
        if (alias && (c.cr4 & CR4_DE) != 0) throw c.ud();
        if ((c.dr[7] & DR7_GD) != 0) throw accessDetected(c);
        return alias ? number + 2 : number;
    }

    /**
     * Checks an access to ports that has been made: with CR4.DE it may meet an I/O breakpoint, and the debug exception comes after the instruction.
     */
    static void portAccess(Cpu c, int port, int bytes) {
        if ((c.dr[7] & ENABLES) == 0 || (c.cr4 & CR4_DE) == 0) return;
        long met = 0, enabled = 0;
        for (int i = 0; i < 4; i++) {
            int field = (int) (c.dr[7] >>> 16 + 4 * i) & 0xF, length = (field >> 2) + 1;
            long first = c.dr[i] & -length;
            if ((field & 3) != IO || first + length <= port || port + bytes <= first) continue;
            met |= 1L << i;
            enabled |= c.dr[7] >>> 2 * i & 3;
        }
        if (enabled != 0) c.pendingDebug |= met | ENABLED_BREAKPOINT;
    }

    private static RuntimeException accessDetected(Cpu c) {
        var fault = c.fault(Delivery.DEBUG);
        fault.debug = ACCESS_DETECTED;
        return fault;
    }

    /** Records a delivered #DB: its conditions go to DR6, and general detect and branch recording are switched off. */
    static void record(Cpu c, long conditions) {
        c.dr[6] = c.dr[6] & ~(long) BREAKPOINTS | conditions & CONDITIONS;
        c.dr[7] &= ~(long) DR7_GD;
        c.debugctl &= ~1L;
    }
}
