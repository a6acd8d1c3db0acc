package hv.cpu.memory;

import java.util.Arrays;

/**
 * The software TLB of one context: for each of 4096 slots the page that may be read, written or executed without asking further, and what
 * to add to a linear address to reach RAM. A page whose write must be seen (dirty bit to set, decoded code) has no write tag.
 */
final class Tlb {
    static final int SLOTS = 4096;
    static final long PAGE = ~0xFFFL;
    /** Never a page: its low bits are not 0. */
    private static final long NONE = -1;
    private static final int FEW = 256;

    final long[] read = tags(), write = tags(), execute = tags();
    final long[] addend = new long[SLOTS];
    final TlbKey key = new TlbKey();
    private final short[] used = new short[FEW];
    private int usedCount;
    private boolean largePages;

    private static long[] tags() {
        var tags = new long[SLOTS];
        Arrays.fill(tags, NONE);
        return tags;
    }

    static int slot(long linear) { return (int) (linear >>> 12) & SLOTS - 1; }

    /** @param rights bits of {@link Access}; @param physical address of the frame in RAM */
    void fill(long linear, long physical, int rights, boolean large) {
        int slot = slot(linear);
        long page = linear & PAGE;
        read[slot] = (rights & Access.READ) != 0 ? page : NONE;
        write[slot] = (rights & Access.WRITE) != 0 ? page : NONE;
        execute[slot] = (rights & Access.FETCH) != 0 ? page : NONE;
        addend[slot] = (physical & PAGE) - page;
        largePages |= large;
        if (usedCount < FEW) used[usedCount] = (short) slot;
        usedCount++;
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
        largePages = false;
    }

    /** Drops the translation of a linear address; all of them where the page could be a large one. */
    void flushPage(long linear) {
        if (largePages) flush();
        else drop(linear);
    }

    /** Stores to this frame of RAM must be seen from now on. */
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
