package hv.cpu.system;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RBX;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDX;

import hv.api.x86.CpuidResult;
import hv.api.x86.Cr4;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/**
 * CPUID: the profile's answers, and the bits that follow the processor's state.
 *
 * @sdm 2A "CPUID—CPU Identification"
 */
public final class Cpuid {
    /** Bits of IA32_MISC_ENABLE. */
    static final long MONITOR_ENABLED = 1 << 18, LIMITED = 1 << 22;
    private static final int FEATURES = 1, OSXSAVE = 1 << 27, MONITOR = 1 << 3, APIC = 1 << 9, EXTENDED = 0x8000_0000, TOPOLOGY = 0xB;

    private Cpuid() {}

    static void cpuid(Cpu c, Op o, int w, int dk, int sk) {
        if (c.intercepts(o)) throw c.exit(o, 0);
        var answer = answer(c, (int) c.r[RAX], (int) c.r[RCX]);
        c.r[RAX] = answer.eax() & 0xFFFF_FFFFL;
        c.r[RBX] = answer.ebx() & 0xFFFF_FFFFL;
        c.r[RCX] = answer.ecx() & 0xFFFF_FFFFL;
        c.r[RDX] = answer.edx() & 0xFFFF_FFFFL;
    }

    /** The present answer. A leaf beyond the last one of its range gives the answer of the last basic leaf. */
    public static CpuidResult answer(Cpu c, int leaf, int subleaf) {
        int last = last(c, leaf & EXTENDED);
        boolean known = Integer.compareUnsigned(leaf, last) <= 0;
        int effective = known ? leaf : last(c, 0);
        var answer = of(c, effective, subleaf);
        return switch (effective) {
            case 0 -> new CpuidResult(last(c, 0), answer.ebx(), answer.ecx(), answer.edx());
            case FEATURES -> features(c, answer);
            case TOPOLOGY -> answer.withEcx(answer.ecx() & ~0xFF | subleaf & 0xFF);
            default -> answer;
        };
    }

    private static CpuidResult features(Cpu c, CpuidResult fixed) {
        int ecx = ControlRegisters.has(c, Cr4.OSXSAVE) ? fixed.ecx() | OSXSAVE : fixed.ecx() & ~OSXSAVE;
        if ((c.miscEnable & MONITOR_ENABLED) == 0) ecx &= ~MONITOR;
        return new CpuidResult(fixed.eax(), fixed.ebx(), ecx, c.apic.isEnabled() ? fixed.edx() : fixed.edx() & ~APIC);
    }

    /** The last leaf of a range. IA32_MISC_ENABLE can limit it to 2 for old software. */
    private static int last(Cpu c, int range) {
        int last = of(c, range, 0).eax();
        return range == 0 && (c.miscEnable & LIMITED) != 0 ? Math.min(last, 2) : last;
    }

    private static CpuidResult of(Cpu c, int leaf, int subleaf) { return c.cpuid.of(leaf, hasSubleaves(leaf) ? subleaf : 0); }

    private static boolean hasSubleaves(int leaf) {
        return switch (leaf) {
            case 4, 7, 0xB, 0xD, 0xF, 0x10, 0x12, 0x14, 0x17, 0x18 -> true;
            default -> false;
        };
    }
}
