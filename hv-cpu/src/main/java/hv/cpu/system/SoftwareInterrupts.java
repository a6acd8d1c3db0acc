package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/** INT n, INT3, INTO, INT1 and the undefined instructions. */
final class SoftwareInterrupts {
    private SoftwareInterrupts() {}

    /** INT n. In virtual-8086 mode with an IOPL below 3, only vectors that CR4.VME redirects to the program itself are allowed. */
    static void interrupt(Cpu c, Op o, int w, int dk, int sk) {
        int vector = (int) o.immediate & 0xFF;
        boolean restricted = c.virtual8086() && c.flags.iopl() < 3;
        if (restricted && ((c.cr4 & Cr4.VME) == 0 || !TaskState.redirected(c, vector))) throw c.gp(0);
        Delivery.software(c, o, vector, EventType.SOFTWARE_INTERRUPT);
    }

    static void breakpoint(Cpu c, Op o, int w, int dk, int sk) { Delivery.software(c, o, ExceptionVector.BP, EventType.SOFTWARE_EXCEPTION); }

    static void overflow(Cpu c, Op o, int w, int dk, int sk) {
        if (c.flags.of()) Delivery.software(c, o, ExceptionVector.OF, EventType.SOFTWARE_EXCEPTION);
    }

    static void debug(Cpu c, Op o, int w, int dk, int sk) { Delivery.software(c, o, ExceptionVector.DB, EventType.PRIVILEGED_SOFTWARE_EXCEPTION); }

    static void undefined(Cpu c, Op o, int w, int dk, int sk) { throw c.ud(); }
}
