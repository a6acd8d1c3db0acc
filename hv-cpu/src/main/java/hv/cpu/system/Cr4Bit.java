package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.cpu.platform.ProcessorProfile;

/**
 * The CPUID feature flag without which a bit of CR4 is reserved.
 *
 * @sdm 3A "Control Registers"; 2A "CPUID—CPU Identification"
 */
enum Cr4Bit {
    VME(Cr4.VME, 1, 'd', 1), PVI(Cr4.PVI, 1, 'd', 1), TSD(Cr4.TSD, 1, 'd', 4), DE(Cr4.DE, 1, 'd', 2), PSE(Cr4.PSE, 1, 'd', 3), PAE(Cr4.PAE, 1, 'd', 6),
    MCE(Cr4.MCE, 1, 'd', 7), PGE(Cr4.PGE, 1, 'd', 13), PCE(Cr4.PCE, 1, 'd', 5), OSFXSR(Cr4.OSFXSR, 1, 'd', 24), OSXMMEXCPT(Cr4.OSXMMEXCPT, 1, 'd', 25),
    UMIP(Cr4.UMIP, 7, 'c', 2), VMXE(Cr4.VMXE, 1, 'c', 5), FSGSBASE(Cr4.FSGSBASE, 7, 'b', 0), PCIDE(Cr4.PCIDE, 1, 'c', 17),
    OSXSAVE(Cr4.OSXSAVE, 1, 'c', 26), SMEP(Cr4.SMEP, 7, 'b', 7), SMAP(Cr4.SMAP, 7, 'b', 20);

    private final long mask;
    private final int leaf, feature;
    private final char register;

    Cr4Bit(long mask, int leaf, char register, int feature) {
        this.mask = mask;
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
