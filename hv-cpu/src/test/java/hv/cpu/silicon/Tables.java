package hv.cpu.silicon;

import hv.api.x86.AccessRights;

/**
 * The descriptors that a process of Linux' can name: those of the kernel's GDT, and an LDT of our own for segments that are not flat. The same on both
 * processors, but for entries of the GDT that differ from processor to processor (TLS, CPU number), which no case names.
 */
final class Tables {
    static final int KERNEL_CODE = 0x10, KERNEL_DATA = 0x18, USER_CODE_32 = 0x23, USER_DATA = 0x2B, USER_CODE_64 = 0x33, TSS = 0x40, LDT = 0x50;
    static final int GDT_LIMIT = 0x7F;
    private static final int FIRST_TLS = 0x60;
    private static final long[] GDT = {0, 0x00CF_9B00_0000_FFFFL, 0x00AF_9B00_0000_FFFFL, 0x00CF_9300_0000_FFFFL, 0x00CF_FB00_0000_FFFFL,
            0x00CF_F300_0000_FFFFL, 0x00AF_FB00_0000_FFFFL, 0, 0x0000_8B00_0000_206FL};
    private static final int LDT_INDICATOR = 4;

    /** Bits of the descriptions that Linux' modify_ldt takes. */
    private static final int BIG = 1, EXPAND_DOWN = 1 << 1, CODE = 2 << 1, CONFORMING_CODE = 3 << 1, READ_ONLY = 1 << 3, PAGES = 1 << 4, ABSENT = 1 << 5;
    /** An entry of the LDT. */
    private record Entry(long base, int limit, int flags) {
        /** The descriptor that Linux makes of this entry, with DPL 3 and marked accessed. */
        long descriptor() {
            long type = (flags & READ_ONLY) != 0 ? 1 : 3;
            long rights = 0x70 | (flags >> 1 & 3) << 2 | type | ((flags & ABSENT) != 0 ? 0 : 0x80);
            long size = (flags & BIG) << 6 | (flags & PAGES) << 3;
            return limit & 0xFFFF | (base & 0xFF_FFFF) << 16 | rights << 40 | (long) (limit >> 16 & 0xF) << 48 | size << 48 | (base >> 24) << 56;
        }
    }

    /** One 64-KByte data segment for each window first, in the order of {@link Region}; none for code. */
    private static final Entry[] LOCAL = {
        new Entry(Region.CODE.linear, 0xFFFF, CODE),
        new Entry(Region.WINDOW.linear, 0xFFFF, 0),
        new Entry(Region.FIRST_PAGE_ONLY.linear, 0xFFFF, 0),
        new Entry(Region.SECOND_PAGE_ONLY.linear, 0xFFFF, 0),
        new Entry(Region.SECOND_PAGE_READ_ONLY.linear, 0xFFFF, 0),
        new Entry(Region.FIRST_PAGE_READ_ONLY.linear, 0xFFFF, 0),
        new Entry(0, 0xF_FFFF, BIG | PAGES | READ_ONLY),
        new Entry(0, 0x2_0000, BIG | PAGES | EXPAND_DOWN),
        new Entry(Region.WINDOW.linear, 0x10FF, BIG),
        new Entry(Region.WINDOW.linear + 3, 0x0FF0, EXPAND_DOWN),
        new Entry(Region.WINDOW.linear, 0x2_0000, BIG | PAGES | ABSENT),
        new Entry(0, 0xF_FFFF, BIG | PAGES | CODE | READ_ONLY),
        new Entry(0, 0xF_FFFF, BIG | PAGES | CONFORMING_CODE | ABSENT),
        new Entry(Region.CODE.linear, 0x0FFF, BIG | CODE),
        new Entry(0, 0xF_FFFF, BIG | PAGES | CODE | ABSENT),
        new Entry(0, 0xF_FFFF, PAGES | CODE),
    };

    private Tables() {}

    static int localEntries() { return LOCAL.length; }

    /** Selector of an LDT entry, with RPL 3. */
    static int local(int entry) { return entry << 3 | LDT_INDICATOR | 3; }

    /** The description of an LDT entry as four 32-bit words. */
    static int[] description(int entry) { return new int[] {entry, (int) LOCAL[entry].base, LOCAL[entry].limit, LOCAL[entry].flags}; }

    /** The selector of the 64-KByte segment that begins with a region. */
    static int regional(Region region) { return local(region.ordinal()); }

    /** The 8 bytes that a selector names; 0 beyond the tables. */
    static long descriptor(int selector) {
        int index = selector >> 3;
        if ((selector & LDT_INDICATOR) != 0) return index < LOCAL.length ? LOCAL[index].descriptor() : 0;
        return index < GDT.length ? GDT[index] : 0;
    }

    static int globalEntries() { return GDT.length; }

    /** Whether a selector names an entry for a thread (TLS) or a processor (its number). */
    static boolean differsByHost(int selector) { return (selector & LDT_INDICATOR) == 0 && selector >= FIRST_TLS && selector <= GDT_LIMIT; }

    static boolean isNull(int selector) { return (selector & ~3) == 0; }

    static long base(int selector) {
        long d = descriptor(selector);
        return isNull(selector) ? 0 : d >>> 16 & 0xFF_FFFF | d >>> 56 << 24;
    }

    static int limit(int selector) {
        long d = descriptor(selector);
        int limit = (int) (d & 0xFFFF | d >>> 32 & 0xF_0000);
        return (d >>> 55 & 1) != 0 ? limit << 12 | 0xFFF : limit;
    }

    /** In the format of the VMCS. */
    static int rights(int selector) { return isNull(selector) ? AccessRights.UNUSABLE : (int) (descriptor(selector) >>> 40) & 0xF0FF; }
}
