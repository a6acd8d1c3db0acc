package hv.cpu.entry;

import hv.cpu.state.VmxCapabilities;

/**
 * The requirements on EPTP, which VM entry with EPT checks in the VMCS and INVEPT in its descriptor.
 *
 * @sdm 3C chapter 25 "Extended-Page-Table Pointer (EPTP)"
 */
public final class EptPointer {
    private static final int ACCESSED_DIRTY = 1 << 6, RESERVED = 0xF80;

    private EptPointer() {}

    public static boolean valid(VmxCapabilities p, long eptp) {
        return memoryTypeOffered(p, eptp) && walkOffered(p, eptp) && flagsOffered(p, eptp) && reservedClear(eptp) && p.fitsPhysical(eptp);
    }

    static boolean memoryTypeOffered(VmxCapabilities p, long eptp) {
        long type = eptp & 7;
        return type == 0 && (p.eptVpid & 1 << 8) != 0 || type == 6 && (p.eptVpid & 1 << 14) != 0;
    }

    static boolean walkOffered(VmxCapabilities p, long eptp) {
        long length = eptp >>> 3 & 7;
        return length == 3 && (p.eptVpid & 1 << 6) != 0 || length == 4 && (p.eptVpid & 1 << 7) != 0;
    }

    static boolean flagsOffered(VmxCapabilities p, long eptp) { return (eptp & ACCESSED_DIRTY) == 0 || (p.eptVpid & 1 << 21) != 0; }

    static boolean reservedClear(long eptp) { return (eptp & RESERVED) == 0; }
}
