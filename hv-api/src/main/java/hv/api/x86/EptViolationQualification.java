package hv.api.x86;

/**
 * Bits of the exit qualification of an EPT violation, as masks. Bits 2:0 are the {@link Access}, bits 5:3 what the EPT entries allow.
 *
 * @sdm 3C chapter 28 "Exit Qualification for EPT Violations"
 */
public final class EptViolationQualification {
    /** The lowest of bits 5:3, what the entries of the walk allow together. */
    public static final int ALLOWED_SHIFT = 3;
    /** The field {@link VmcsField#GUEST_LINEAR_ADDRESS} is valid. */
    public static final int GUEST_LINEAR_ADDRESS_VALID = 1 << 7;
    /** The access is to what the linear address translates to; otherwise to an entry of the guest's paging structures. */
    public static final int ACCESS_TO_TRANSLATION = 1 << 8;
    /** The linear address is a user-mode address. */
    public static final int USER_MODE_LINEAR_ADDRESS = 1 << 9;
    /** The guest's paging structures map the page read/write. */
    public static final int LINEAR_PAGE_READ_WRITE = 1 << 10;
    /** The guest's paging structures map the page execute-disable. */
    public static final int LINEAR_PAGE_EXECUTE_DISABLE = 1 << 11;
    /** An IRET that the exit interrupted had ended blocking by NMI. */
    public static final int NMI_UNBLOCKING_DUE_TO_IRET = InterruptionInformation.NMI_UNBLOCKING_DUE_TO_IRET;

    private EptViolationQualification() {}
}
