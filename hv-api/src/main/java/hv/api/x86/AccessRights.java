package hv.api.x86;

/**
 * Access rights of a segment, as fields such as {@link VmcsField#GUEST_CS_ACCESS_RIGHTS} have them: bits, as masks, and the rights of usual segments of
 * privilege level 0.
 *
 * @sdm 3C chapter 25 "Guest Register State"; 3A chapter 3 "Segment Descriptors"
 */
public final class AccessRights {
    /** Bits 3:0, the type: of code and data bit 0 accessed, bit 1 readable or writable, bit 2 conforming or expand-down, bit 3 code. */
    public static final int TYPE = 0xF;
    /** Code or data segment; 0 for a system segment. */
    public static final int S = 1 << 4;
    /** Bits 6:5, the descriptor privilege level. */
    public static final int DPL = 3 << 5;
    /** The lowest bit of {@link #DPL}. */
    public static final int DPL_SHIFT = 5;
    /** Present. */
    public static final int P = 1 << 7;
    /** Available for use by system software. */
    public static final int AVL = 1 << 12;
    /** 64-bit code. */
    public static final int L = 1 << 13;
    /** Default operation size: 32 bits instead of 16. */
    public static final int DB = 1 << 14;
    /** Granularity: the limit counts pages of 4 KBytes. */
    public static final int G = 1 << 15;
    /** The segment register is unusable. */
    public static final int UNUSABLE = 1 << 16;

    /** 16-bit code, readable. */
    public static final int CODE_16 = P | S | 0xB;
    /** 32-bit code, readable, with a limit in pages. */
    public static final int CODE_32 = CODE_16 | DB | G;
    /** 64-bit code, readable, with a limit in pages. */
    public static final int CODE_64 = CODE_16 | L | G;
    /** 16-bit data, writable. */
    public static final int DATA_16 = P | S | 3;
    /** 32-bit data, writable, with a limit in pages. */
    public static final int DATA_32 = DATA_16 | DB | G;
    /** The access rights of every segment in virtual-8086 mode. */
    public static final int VIRTUAL_8086 = DATA_16 | DPL;
    /** A busy 32-bit or 64-bit TSS. */
    public static final int BUSY_TSS = P | 0xB;
    /** A local descriptor table. */
    public static final int LDT = P | 2;

    private AccessRights() {}
}
