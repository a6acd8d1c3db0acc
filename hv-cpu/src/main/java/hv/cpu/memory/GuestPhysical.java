package hv.cpu.memory;

import hv.api.x86.EptViolationQualification;

/** Guest-physical memory: host-physical memory, or through EPT where that is in use. */
final class GuestPhysical implements PagingStructures {
    private final PhysicalMemory memory;
    private final EptWalker ept;
    private final ApicAccessPage apicAccess;
    /** Whether EPT is in use for the context in force. */
    boolean eptInUse;

    GuestPhysical(PhysicalMemory memory, EptWalker ept, ApicAccessPage apicAccess) {
        this.memory = memory;
        this.ept = ept;
        this.apicAccess = apicAccess;
    }

    /** Translates the address of a guest paging-structure entry to be read. @return its host-physical address */
    @Override public long entry(long gpa, long linear) {
        if (!eptInUse) return gpa;
        int access = ept.accessedDirty() ? Access.READ | Access.WRITE : Access.READ;
        return translate(gpa, access, EptViolationQualification.GUEST_LINEAR_ADDRESS_VALID, linear);
    }

    /** Translates the address of a guest paging-structure entry whose accessed or dirty flag is to be set. @return its host-physical address */
    long entryForWrite(long gpa, long linear) {
        if (!eptInUse) return gpa;
        int access = ept.accessedDirty() ? Access.READ | Access.WRITE : Access.WRITE;
        return translate(gpa, access, EptViolationQualification.GUEST_LINEAR_ADDRESS_VALID, linear);
    }

    /** Translates a guest-physical address. An access to the APIC-access page without a linear address is a VM exit. */
    private long translate(long gpa, int access, int origin, long linear) {
        long host = ept.translate(gpa, access, origin, linear);
        if (apicAccess.is(host)) throw apicAccess.exit(host, ApicAccessPage.GUEST_PHYSICAL);
        return host;
    }

    /** Reads a PDPTE, as MOV to CR does. */
    long pdpte(long gpa) { return memory.read(eptInUse ? translate(gpa, Access.READ, 0, 0) : gpa, 8); }

    @Override public long read(long host, int bytes) { return memory.read(host, bytes); }

    @Override public void set(long gpa, long linear, long entry, int flags) { memory.write(entryForWrite(gpa, linear), 1, entry & 0xFF | flags); }
}
