package hv.core.ept;

import hv.api.x86.Access;
import hv.api.x86.Eptp;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.core.host.FrameAllocator;
import hv.cpu.platform.Ram;

/**
 * The extended page tables of one virtual machine, in host frames. Large pages are split where a smaller one must differ. Tracks
 * whether a change needs INVEPT: adding a mapping where there was none does not.
 *
 * @sdm 3C chapter 29 "The Extended Page Table Mechanism (EPT)"
 */
final class EptTables {
    static final int PAGE = 1, LARGE = 2, HUGE = 3, ROOT = 4;
    private static final long PRESENT = 7, LEAF = 1 << 7, A20 = 1 << 20, ADDRESS = 0x000F_FFFF_FFFF_F000L;
    private static final int TYPE_SHIFT = 3;
    static final long NO_FRAME = -1;
    /** The field of EPTP for a walk of four levels. */
    private static final long FOUR_LEVELS = 3L << Eptp.WALK_LENGTH_SHIFT;

    private final Ram ram;
    private final FrameAllocator frames;
    private final Hpa root;
    private boolean stale, folded;

    EptTables(Ram ram, FrameAllocator frames) {
        this.ram = ram;
        this.frames = frames;
        this.root = frames.allocate();
    }

    /** The value of the EPT_POINTER field. */
    long pointer() { return root.value() | FOUR_LEVELS | MemoryType.WRITE_BACK.encoding(); }

    /** The number of bytes that a leaf of this level maps. */
    static long span(int level) { return 1L << 12 + 9 * (level - 1); }

    /** Whether a present entry was changed since the last call; then INVEPT is due. */
    boolean takeStale() {
        boolean was = stale;
        stale = false;
        return was;
    }

    /**
     * Switches folding: while it is on, addresses that differ in bit 20 alone mean the same page, as where the A20 gate is closed, and only pages of
     * the lowest level are mapped. Drops all mappings.
     */
    void fold(boolean on) {
        unmap(root.value(), ROOT, 0, 0, span(ROOT + 1));
        folded = on;
    }

    /** Maps one page of this level; both addresses are multiples of its {@link #span}. */
    void map(long guest, long host, int level, Access allowed, MemoryType type) {
        put(guest, host, level, allowed, type);
        if (folded) put(guest ^ A20, host, level, allowed, type);
    }

    private void put(long guest, long host, int level, Access allowed, MemoryType type) {
        long table = root.value();
        for (int above = ROOT; above > level; above--) table = below(slot(table, guest, above), above);
        long leaf = level == PAGE ? 0 : LEAF;
        replace(slot(table, guest, level), level, host | leaf | (long) type.encoding() << TYPE_SHIFT | allowed.bits());
    }

    /** Takes away all mappings of a range of whole pages. */
    void unmap(long first, long bytes) {
        long end = first + bytes;
        unmap(root.value(), ROOT, 0, first, end);
        if (!folded) return;
        for (long at = first, next; at < end; at = next) {
            next = Math.min(end, (at | A20 - 1) + 1);
            unmap(root.value(), ROOT, 0, at ^ A20, (next - 1 ^ A20) + 1);
        }
    }

    private void unmap(long table, int level, long base, long first, long end) {
        long span = span(level);
        int from = (int) Math.max(0, (first - base) / span), to = (int) Math.min(511, (end - 1 - base) / span);
        for (int i = from; i <= to; i++) {
            long slot = table + 8L * i, start = base + i * span;
            boolean whole = first <= start && start + span <= end;
            if ((ram.read(slot, 8) & PRESENT) == 0) continue;
            if (level == PAGE || isLeaf(slot, level) && whole) replace(slot, level, 0);
            else unmap(below(slot, level), level - 1, start, first, end);
        }
    }

    /** The accesses that the entry of this address allows; none where there is no entry. */
    Access allowed(long guest) {
        long table = root.value();
        for (int level = ROOT; ; level--) {
            long slot = slot(table, guest, level), entry = ram.read(slot, 8);
            if ((entry & PRESENT) == 0) return Access.NONE;
            if (level == PAGE || isLeaf(slot, level)) return Access.of((int) (entry & PRESENT));
            table = entry & ADDRESS;
        }
    }

    /** The frame that the entry of this page leads to; {@link #NO_FRAME} where there is none. */
    long frame(long page) {
        long table = root.value();
        for (int level = ROOT; ; level--) {
            long slot = slot(table, page, level), entry = ram.read(slot, 8);
            if ((entry & PRESENT) == 0) return NO_FRAME;
            if (level == PAGE || isLeaf(slot, level)) return (entry & ADDRESS & -span(level)) + (page & span(level) - 1);
            table = entry & ADDRESS;
        }
    }

    /** The table to which a slot above the leaves leads: made where there is none, split from a large page where there is one. */
    private long below(long slot, int level) {
        long entry = ram.read(slot, 8);
        if ((entry & PRESENT) != 0 && !isLeaf(slot, level)) return entry & ADDRESS;
        long table = frames.allocate().value();
        if ((entry & PRESENT) != 0) split(table, entry, level - 1);
        ram.write(slot, 8, table | PRESENT);
        return table;
    }

    private void split(long table, long entry, int level) {
        long leaf = level == PAGE ? entry & ~LEAF : entry;
        for (int i = 0; i < 512; i++) ram.write(table + 8L * i, 8, leaf + i * span(level));
    }

    private boolean isLeaf(long slot, int level) { return level < ROOT && (ram.read(slot, 8) & LEAF) != 0; }

    private void replace(long slot, int level, long entry) {
        long old = ram.read(slot, 8);
        if (old == entry) return;
        if (level > PAGE && (old & PRESENT) != 0 && !isLeaf(slot, level)) release(old & ADDRESS, level - 1);
        stale |= (old & PRESENT) != 0;
        ram.write(slot, 8, entry);
    }

    /** Frees this table, whose place a large page has taken. */
    private void release(long table, int level) {
        for (long slot = table; level > PAGE && slot < table + FrameAllocator.FRAME; slot += 8) {
            long entry = ram.read(slot, 8);
            if ((entry & PRESENT) != 0 && !isLeaf(slot, level)) release(entry & ADDRESS, level - 1);
        }
        frames.release(new Hpa(table));
    }

    private static long slot(long table, long guest, int level) { return table + (guest >>> 12 + 9 * (level - 1) & 511) * 8; }
}
