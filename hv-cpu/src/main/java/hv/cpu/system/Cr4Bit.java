package hv.cpu.system;

import hv.cpu.platform.ProcessorProfile;

/**
 * The bits of CR4, and the CPUID feature flag without which each is reserved.
 *
 * @sdm 3A "Control Registers"; 2A "CPUID—CPU Identification"
 */
enum Cr4Bit {
    VME(0, 1, 'd', 1), PVI(1, 1, 'd', 1), TSD(2, 1, 'd', 4), DE(3, 1, 'd', 2), PSE(4, 1, 'd', 3), PAE(5, 1, 'd', 6), MCE(6, 1, 'd', 7),
    PGE(7, 1, 'd', 13), PCE(8, 1, 'd', 5), OSFXSR(9, 1, 'd', 24), OSXMMEXCPT(10, 1, 'd', 25), UMIP(11, 7, 'c', 2), VMXE(13, 1, 'c', 5), FSGSBASE(16, 7, 'b', 0),
    PCIDE(17, 1, 'c', 17), OSXSAVE(18, 1, 'c', 26), SMEP(20, 7, 'b', 7), SMAP(21, 7, 'b', 20);

    final long mask;
    private final int leaf, feature;
    private final char register;

    Cr4Bit(int bit, int leaf, char register, int feature) {
        this.mask = 1L << bit;
        this.leaf = leaf;
        this.register = register;
        this.feature = feature;
    }

    /** All bits of CR4 that a processor has. */
    static long all(ProcessorProfile profile) {
        long all = 0;
        for (var bit : values()) if (profile.offers(bit.leaf, 0, bit.register, bit.feature)) all |= bit.mask;
        return all;
    }
}
