package hv.cpu.platform;

/**
 * Feature flags of CPUID that instructions depend on: each with the place where CPUID tells of it. Linux names them as we do, in lower case.
 *
 * @sdm 2A "CPUID—CPU Identification"; the column "CPUID Feature Flag" of each instruction's table
 */
public enum CpuidFeature {
    /** Packed absolute values, shuffles, horizontal sums. */
    SSSE3(1, 'c', 9),
    /** Blends, dot products, rounding, insertions and extractions. */
    SSE4_1(1, 'c', 19),
    /** String comparisons, CRC32, PCMPGTQ. */
    SSE4_2(1, 'c', 20),
    /** AES rounds. */
    AES(1, 'c', 25),
    /** Carry-less multiplication. */
    PCLMULQDQ(1, 'c', 1),
    /** Counting of bits. */
    POPCNT(1, 'c', 23),
    /** Moves that swap bytes. */
    MOVBE(1, 'c', 22),
    /** Random numbers. */
    RDRAND(1, 'c', 30),
    /** Random seeds. */
    RDSEED(7, 'b', 18),
    /** User-mode access to the bases of FS and GS. */
    FSGSBASE(7, 'b', 0),
    /** Invalidation by PCID. */
    INVPCID(7, 'b', 10),
    /** Supervisor-mode access prevention, with CLAC and STAC. */
    SMAP(7, 'b', 20),
    /** XSAVE, XRSTOR, XGETBV, XSETBV. */
    XSAVE(1, 'c', 26),
    /** XSAVE that leaves out what is not in use or not modified. */
    XSAVEOPT(XSAVE, 0xD, 1, 'a', 0),
    /** XSAVE in the compacted format. */
    XSAVEC(XSAVE, 0xD, 1, 'a', 1),
    /** XGETBV with ECX = 1. */
    XGETBV1(XSAVE, 0xD, 1, 'a', 2),
    /** XSAVES and XRSTORS. */
    XSAVES(XSAVE, 0xD, 1, 'a', 3),
    /** RDTSC that also reads IA32_TSC_AUX. */
    RDTSCP(0x8000_0001, 'd', 27);

    /** The feature that enumerates the leaf of this one; null for a leaf that every processor has. */
    final CpuidFeature base;
    final int leaf, subleaf, bit;
    /** a, b, c or d: EAX to EDX. */
    final char register;

    CpuidFeature(int leaf, char register, int bit) { this(null, leaf, 0, register, bit); }

    CpuidFeature(CpuidFeature base, int leaf, int subleaf, char register, int bit) {
        this.base = base;
        this.leaf = leaf;
        this.subleaf = subleaf;
        this.register = register;
        this.bit = bit;
    }
}
