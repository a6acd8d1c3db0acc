package hv.cpu.vmx;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.VmxCapabilities;

/**
 * Reserved bits of the four PDPTEs of PAE paging.
 *
 * @sdm 3A "PDPTE Registers"
 */
final class PdpteCheck {
    private static final long PRESENT = 1, RESERVED = 0x1E6;
    private static final long TABLE = 0xFFFF_FFE0L;

    private PdpteCheck() {}

    static boolean valid(VmxCapabilities p, long pdpte) {
        return (pdpte & PRESENT) == 0 || (pdpte & RESERVED) == 0 && pdpte >>> p.physicalBits == 0;
    }

    /** Those in memory at CR3. */
    static boolean validTable(Cpu c, long cr3) {
        for (int i = 0; i < 4; i++) {
            long at = (cr3 & TABLE) + 8 * i;
            if (c.ram.contains(at, 8) && !valid(c.vmxState.capabilities, c.ram.read(at, 8))) return false;
        }
        return true;
    }
}
