package hv.cpu.system;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/** INT n, INT3, INTO, INT1 and the undefined instructions. */
final class SoftwareInterrupts {
    private static final int DEBUG = 1, BREAKPOINT = 3, OVERFLOW = 4;
    private static final int VME = 1;

    private SoftwareInterrupts() {}

    /** INT n. In virtual-8086 mode with an IOPL below 3, only vectors that CR4.VME redirects to the program itself are allowed. */
    static void interrupt(Cpu c, Op o, int w, int dk, int sk) {
        int vector = (int) o.immediate & 0xFF;
        boolean restricted = c.virtual8086() && c.flags.iopl() < 3;
        if (restricted && ((c.cr4 & VME) == 0 || !TaskState.redirected(c, vector))) throw c.gp(0);
        Delivery.software(c, o, vector, Interruption.SOFTWARE_INTERRUPT);
    }

    static void breakpoint(Cpu c, Op o, int w, int dk, int sk) { Delivery.software(c, o, BREAKPOINT, Interruption.SOFTWARE_EXCEPTION); }

    static void overflow(Cpu c, Op o, int w, int dk, int sk) {
        if (c.flags.of()) Delivery.software(c, o, OVERFLOW, Interruption.SOFTWARE_EXCEPTION);
    }

    static void debug(Cpu c, Op o, int w, int dk, int sk) { Delivery.software(c, o, DEBUG, Interruption.PRIVILEGED_SOFTWARE_EXCEPTION); }

    static void undefined(Cpu c, Op o, int w, int dk, int sk) { throw c.ud(); }
}
