package hv.cpu.entry;

import hv.api.x86.EptVpidCap;
import hv.api.x86.Eptp;
import hv.cpu.state.VmxCapabilities;

/**
 * The requirements on EPTP, which VM entry with EPT checks in the VMCS and INVEPT in its descriptor.
 *
 * @sdm 3C chapter 25 "Extended-Page-Table Pointer (EPTP)"
 */
public final class EptPointer {
    private EptPointer() {}

    public static boolean valid(VmxCapabilities p, long eptp) {
        return memoryTypeOffered(p, eptp) && walkOffered(p, eptp) && flagsOffered(p, eptp) && reservedClear(eptp) && p.fitsPhysical(eptp);
    }

    static boolean memoryTypeOffered(VmxCapabilities p, long eptp) {
        long type = eptp & Eptp.MEMORY_TYPE;
        return type == 0 && (p.eptVpid & EptVpidCap.MEMORY_TYPE_UC) != 0 || type == 6 && (p.eptVpid & EptVpidCap.MEMORY_TYPE_WB) != 0;
    }

    static boolean walkOffered(VmxCapabilities p, long eptp) {
        long length = eptp >>> Eptp.WALK_LENGTH_SHIFT & Eptp.WALK_LENGTH;
        return length == 3 && (p.eptVpid & EptVpidCap.WALK_LENGTH_4) != 0 || length == 4 && (p.eptVpid & EptVpidCap.WALK_LENGTH_5) != 0;
    }

    static boolean flagsOffered(VmxCapabilities p, long eptp) { return (eptp & Eptp.ACCESSED_DIRTY) == 0 || (p.eptVpid & EptVpidCap.ACCESSED_DIRTY) != 0; }

    static boolean reservedClear(long eptp) { return (eptp & Eptp.RESERVED) == 0; }
}
