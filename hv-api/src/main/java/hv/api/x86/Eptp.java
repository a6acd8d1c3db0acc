package hv.api.x86;

/**
 * The format of an EPT pointer: the field {@link VmcsField#EPT_POINTER}, and INVEPT's descriptor.
 *
 * @sdm 3C chapter 25 "Extended-Page-Table Pointer (EPTP)"
 */
public final class Eptp {
    /** Bits 2:0, the {@link MemoryType} of the EPT paging structures. */
    public static final int MEMORY_TYPE = 7;
    /** The lowest of bits 5:3, the length of page walks less 1. */
    public static final int WALK_LENGTH_SHIFT = 3;
    /** Bits 5:3, shifted down. */
    public static final int WALK_LENGTH = 7;
    /** Accessed and dirty flags in EPT entries are in use. */
    public static final int ACCESSED_DIRTY = 1 << 6;
    /** Bits 11:7, which must be 0. */
    public static final int RESERVED = 0xF80;

    private Eptp() {}
}
