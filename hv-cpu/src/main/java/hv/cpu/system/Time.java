package hv.cpu.system;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDX;

import hv.api.x86.Cr4;
import hv.api.x86.PrimaryControls;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/**
 * Time stamps and performance counters: RDTSC, RDTSCP and RDPMC.
 *
 * @sdm 3B "Time-Stamp Counter"; 2B "RDPMC—Read Performance-Monitoring Counters"
 */
final class Time {
    /** CPUID.07H:EBX. */
    private static final int ADJUSTABLE = 1;

    private Time() {}

    /** The time-stamp counter as software reads it, TSC offsetting included. */
    static long stamp(Cpu c) {
        long offset = c.vmx.primary(PrimaryControls.USE_TSC_OFFSETTING) ? c.vmx.tscOffset : 0;
        return c.clock.ticks() + c.tscOffset + offset;
    }

    static void setStamp(Cpu c, long value) { move(c, value - stamp(c)); }

    /** IA32_TSC_ADJUST, on a processor that has it: the sum of all adjustments that software has made to the counter. */
    static long adjustment(Cpu c) {
        if (!c.profile.offers(7, 0, 'b', ADJUSTABLE)) throw c.gp(0);
        return c.tscAdjust;
    }
    static void adjust(Cpu c, long value) { move(c, value - adjustment(c)); }

    private static void move(Cpu c, long by) {
        c.tscOffset += by;
        c.tscAdjust += by;
        c.apic.timeStampChanged();
    }

    static void rdtscp(Cpu c, Op o, int w, int dk, int sk) {
        c.requireEnabled(o);
        rdtsc(c, o, w, dk, sk);
        c.r[RCX] = c.tscAux;
    }

    static void rdtsc(Cpu c, Op o, int w, int dk, int sk) {
        if ((c.cr4 & Cr4.TSD) != 0 && c.cpl != 0) throw c.gp(0);
        if (c.intercepts(o)) throw c.exit(o, 0);
        pair(c, stamp(c));
    }

    static void rdpmc(Cpu c, Op o, int w, int dk, int sk) {
        if ((c.cr4 & Cr4.PCE) == 0 && c.cpl != 0) throw c.gp(0);
        if (c.intercepts(o)) throw c.exit(o, 0);
        pair(c, c.performance.read((int) c.r[RCX]).orElseThrow(() -> c.gp(0)));
    }

    /** Writes EDX:EAX; the upper halves of both registers become 0. */
    static void pair(Cpu c, long value) {
        c.r[RAX] = value & 0xFFFF_FFFFL;
        c.r[RDX] = value >>> 32;
    }

    static long pair(Cpu c) { return c.r[RAX] & 0xFFFF_FFFFL | c.r[RDX] << 32; }
}
