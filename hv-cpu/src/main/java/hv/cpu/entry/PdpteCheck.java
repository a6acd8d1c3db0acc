package hv.cpu.entry;

import hv.cpu.state.VmxCapabilities;

/**
 * Reserved bits of the four PDPTEs of PAE paging.
 *
 * @sdm 3A "PDPTE Registers"
 */
public final class PdpteCheck {
    private static final long PRESENT = 1, RESERVED = 0x1E6;
    private static final long TABLE = 0xFFFF_FFE0L;

    private PdpteCheck() {}

    static boolean valid(VmxCapabilities p, long pdpte) {
        return (pdpte & PRESENT) == 0 || (pdpte & RESERVED) == 0 && pdpte >>> p.physicalBits == 0;
    }

    /** Whether the PDPTEs in memory at CR3 have no reserved bit set. */
    public static boolean validTable(EntryView v, long cr3) {
        for (int i = 0; i < 4; i++) if (!valid(v.capabilities(), v.memory((cr3 & TABLE) + 8 * i, 8))) return false;
        return true;
    }
}
