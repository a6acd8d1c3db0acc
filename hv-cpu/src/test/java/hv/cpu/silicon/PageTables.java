package hv.cpu.silicon;

import hv.cpu.platform.Ram;

/** Four-level page tables for our processor, from a given physical address on. */
final class PageTables {
    static final int PRESENT = 1, WRITABLE = 2, USER = 4;
    static final long EXECUTE_DISABLE = 1L << 63;
    private static final int OPEN = PRESENT | WRITABLE | USER;
    private static final long FRAME = 0x000F_FFFF_FFFF_F000L;

    final long root;
    private final Ram ram;
    private long free;

    PageTables(Ram ram, long at) {
        this.ram = ram;
        root = at;
        free = at + 0x1000;
    }

    /** Physical address behind the last table. */
    long end() { return free; }

    /** @param flags of the last entry */
    void map(long linear, long physical, long flags) {
        long table = root;
        for (int level = 3; level > 0; level--) table = next(entry(table, linear, level));
        ram.write(entry(table, linear, 0), 8, physical | flags);
    }

    private static long entry(long table, long linear, int level) { return table + 8 * (linear >>> 12 + 9 * level & 511); }

    private long next(long entry) {
        if (ram.read(entry, 8) == 0) {
            ram.write(entry, 8, free | OPEN);
            free += 0x1000;
        }
        return ram.read(entry, 8) & FRAME;
    }
}
