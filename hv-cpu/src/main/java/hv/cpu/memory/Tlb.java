package hv.cpu.memory;

import java.util.Arrays;

/**
 * The software TLB of one context. Each of 4096 slots holds a page that may be read, written or executed without a walk, and the number to add to a
 * linear address to reach RAM. A page whose writes must be noticed (dirty flag to set, decoded code) has no tag for writes.
 */
final class Tlb {
    static final int SLOTS = 4096;
    static final long PAGE = ~0xFFFL;
    /** A tag that no page has: its low bits are not 0. */
    private static final long NONE = -1;
    private static final int FEW = 256;
    /** The kind of a translation: a page of more than 4 KiB; a page that is valid for every PCID and stays when CR3 is loaded. */
    static final int LARGE = 1, GLOBAL = 2;
    /** The width of the offset in the largest page, 1 GiB. */
    private static final int LARGEST_PAGE = 30;

    final long[] read = tags(), write = tags(), execute = tags();
    final long[] addend = new long[SLOTS];
    final TlbKey key = new TlbKey();
    private final short[] used = new short[FEW];
    private int usedCount;
    /** Slots that hold a global page, and slots that hold a part of a page of more than 4 KiB; one bit each. */
    private final long[] global = new long[SLOTS >> 6], large = new long[SLOTS >> 6];
    /** The gigabytes, modulo 64, in which pages of more than 4 KiB have been met; one bit each. */
    private long largeIn;

    private static long[] tags() {
        var tags = new long[SLOTS];
        Arrays.fill(tags, NONE);
        return tags;
    }

    static int slot(long linear) { return (int) (linear >>> 12) & SLOTS - 1; }

    /**
     * @param rights   bits of {@link Access}
     * @param physical address of the frame in RAM
     * @param kind     {@link #LARGE} and {@link #GLOBAL}
     */
    void fill(long linear, long physical, int rights, int kind) {
        int slot = slot(linear);
        long page = linear & PAGE;
        read[slot] = (rights & Access.READ) != 0 ? page : NONE;
        write[slot] = (rights & Access.WRITE) != 0 ? page : NONE;
        execute[slot] = (rights & Access.FETCH) != 0 ? page : NONE;
        addend[slot] = (physical & PAGE) - page;
        put(large, slot, kind & LARGE);
        if ((kind & LARGE) != 0) largeIn |= gigabyte(linear);
        put(global, slot, kind & GLOBAL);
        if (usedCount < FEW) used[usedCount] = (short) slot;
        if (usedCount <= FEW) usedCount++;
    }

    void flush() {
        if (usedCount <= FEW) {
            for (int i = 0; i < usedCount; i++) empty(used[i]);
        } else {
            Arrays.fill(read, NONE);
            Arrays.fill(write, NONE);
            Arrays.fill(execute, NONE);
        }
        usedCount = 0;
        largeIn = 0;
    }

    /** Drops all but global pages. */
    void flushLocal() {
        if (usedCount <= FEW) flushFewLocal();
        else for (int slot = 0; slot < SLOTS; slot++) if (!has(global, slot)) empty(slot);
    }

    private void flushFewLocal() {
        int kept = 0;
        for (int i = 0; i < usedCount; i++) {
            if (has(global, used[i])) used[kept++] = used[i];
            else empty(used[i]);
        }
        usedCount = kept;
    }

    /** Drops the translation of a linear address, global or not, and all translations that may be parts of the same large page. */
    void flushPage(long linear) { flushPage(linear, true); }

    /** Drops the translation of a linear address, unless it is global. */
    void flushLocalPage(long linear) { flushPage(linear, false); }

    private void flushPage(long linear, boolean globalToo) {
        if (globalToo || !has(global, slot(linear))) drop(linear);
        if ((largeIn & gigabyte(linear)) == 0) return;
        for (int word = 0; word < large.length; word++) {
            for (long bits = large[word] & (globalToo ? -1 : ~global[word]); bits != 0; bits &= bits - 1) {
                dropPart(word << 6 | Long.numberOfTrailingZeros(bits), linear);
            }
        }
    }

    private void dropPart(int slot, long linear) {
        long page = read[slot] != NONE ? read[slot] : write[slot] != NONE ? write[slot] : execute[slot];
        if ((page ^ linear) >>> LARGEST_PAGE == 0) empty(slot);
    }

    private static long gigabyte(long linear) { return 1L << (linear >>> LARGEST_PAGE); }

    private static boolean has(long[] bits, int slot) { return (bits[slot >> 6] >>> slot & 1) != 0; }

    private static void put(long[] bits, int slot, int value) {
        if (value != 0) bits[slot >> 6] |= 1L << slot;
        else bits[slot >> 6] &= ~(1L << slot);
    }

    /** Makes writes to this frame of RAM noticed, from now on. */
    void withholdWrites(long frame) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (write[slot] != NONE && write[slot] + addend[slot] >>> 12 == frame) write[slot] = NONE;
        }
    }

    void drop(long linear) { empty(slot(linear)); }

    private void empty(int slot) {
        read[slot] = NONE;
        write[slot] = NONE;
        execute[slot] = NONE;
    }
}
