package hv.cpu.system;

import static hv.cpu.state.Registers.RCX;

import hv.api.x86.Cr4;
import hv.cpu.decode.Op;
import hv.cpu.platform.CpuidFeature;
import hv.cpu.semantics.Cpu;
import hv.cpu.x87.XsaveFeatures;

/**
 * XGETBV and XSETBV: XCR0.
 *
 * @sdm 2D "XSETBV—Set Extended Control Register"
 */
final class ExtendedControl {
    private static final int XINUSE = 1;

    private ExtendedControl() {}

    static void get(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        Time.pair(c, switch ((int) c.r[RCX]) {
            case 0 -> c.xcr0;
            case XINUSE -> inUse(c);
            default -> throw c.gp(0);
        });
    }

    static void set(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        Privilege.requireRing0(c);
        if (c.intercepts(o)) throw c.exit(o, 0);
        long value = Time.pair(c);
        boolean valid = (value & ~XsaveFeatures.components(c)) == 0 && (value & XsaveFeatures.X87) != 0;
        if ((int) c.r[RCX] != 0 || !valid) throw c.gp(0);
        c.xcr0 = value;
    }

    private static long inUse(Cpu c) {
        if (!c.profile.has(CpuidFeature.XGETBV1)) throw c.gp(0);
        return c.xcr0 & XsaveFeatures.inUse(c);
    }

    private static void requireEnabled(Cpu c) {
        if (!ControlRegisters.has(c, Cr4.OSXSAVE)) throw c.ud();
    }
}
