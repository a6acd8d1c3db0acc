package hv.cpu.system;

import static hv.cpu.state.Registers.RCX;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/**
 * XGETBV and XSETBV: XCR0.
 *
 * @sdm 2D "XSETBV—Set Extended Control Register"
 */
final class ExtendedControl {
    private static final int EXIT = 55;
    /** The only state component of this processor: x87, which is always on. */
    private static final long X87 = 1;

    private ExtendedControl() {}

    static void get(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        if ((int) c.r[RCX] != 0) throw c.gp(0);
        Time.pair(c, c.xcr0);
    }

    static void set(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        Privilege.requireRing0(c);
        if (c.vmx.nonRoot) throw c.exit(EXIT, 0, o.length);
        if ((int) c.r[RCX] != 0 || Time.pair(c) != X87) throw c.gp(0);
        c.xcr0 = X87;
    }

    private static void requireEnabled(Cpu c) {
        if (!ControlRegisters.has(c, Cr4Bit.OSXSAVE)) throw c.ud();
    }
}
