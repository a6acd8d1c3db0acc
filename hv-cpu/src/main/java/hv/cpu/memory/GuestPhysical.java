package hv.cpu.memory;

import hv.api.x86.EptViolationQualification;

/** Guest-physical memory: host-physical memory, or through EPT where that is in use. */
final class GuestPhysical implements PagingStructures {
    private final PhysicalMemory memory;
    private final EptWalker ept;
    private final ApicAccessPage apicAccess;
    /** In use for the context in force. */
    boolean eptInUse;

    GuestPhysical(PhysicalMemory memory, EptWalker ept, ApicAccessPage apicAccess) {
        this.memory = memory;
        this.ept = ept;
        this.apicAccess = apicAccess;
    }

    /** @return host-physical address */
    @Override public long entry(long gpa, long linear) {
        if (!eptInUse) return gpa;
        int access = ept.accessedDirty() ? Access.READ | Access.WRITE : Access.READ;
        return translate(gpa, access, EptViolationQualification.GUEST_LINEAR_ADDRESS_VALID, linear);
    }

    /** The same, for setting an accessed or dirty flag. */
    long entryForWrite(long gpa, long linear) {
        if (!eptInUse) return gpa;
        int access = ept.accessedDirty() ? Access.READ | Access.WRITE : Access.WRITE;
        return translate(gpa, access, EptViolationQualification.GUEST_LINEAR_ADDRESS_VALID, linear);
    }

    /** No access by guest-physical address goes to the APIC-access page. */
    private long translate(long gpa, int access, int origin, long linear) {
        long host = ept.translate(gpa, access, origin, linear);
        if (apicAccess.is(host)) throw apicAccess.exit(host, ApicAccessPage.GUEST_PHYSICAL);
        return host;
    }

    /** A PDPTE as MOV to CR loads it. */
    long pdpte(long gpa) { return memory.read(eptInUse ? translate(gpa, Access.READ, 0, 0) : gpa, 8); }

    @Override public long read(long host, int bytes) { return memory.read(host, bytes); }

    @Override public void set(long gpa, long linear, long entry, int flags) { memory.write(entryForWrite(gpa, linear), 1, entry & 0xFF | flags); }
}
