package hv.cpu.system;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;

/** Entries of the GDT and the LDT: how the processor reads and marks them. */
final class DescriptorTables {
    private static final int TABLE_INDICATOR = 4;

    private DescriptorTables() {}

    static boolean isNull(int selector) { return (selector & 0xFFFC) == 0; }

    /** Whether an entry of {@code bytes} bytes lies within its table. */
    static boolean within(Cpu c, int selector, int bytes) {
        long last = (selector & 0xFFF8) + bytes - 1;
        if ((selector & TABLE_INDICATOR) == 0) return last <= c.gdtLimit;
        var ldt = c.segments[Segment.LDTR];
        return !ldt.unusable() && last <= (ldt.limit & 0xFFFF_FFFFL);
    }

    /** The entry of a selector. Beyond its table, the fault {@code vector}(selector) is thrown. */
    static Descriptor read(Cpu c, int selector, int vector) {
        if (!within(c, selector, 8)) throw c.fault(vector, selector & 0xFFFC);
        long table = (selector & TABLE_INDICATOR) == 0 ? c.gdtBase : c.segments[Segment.LDTR].base;
        long address = linear(c, table + (selector & 0xFFF8));
        return new Descriptor(selector, address, c.mem.readSystem(address, 8));
    }

    /** The entry of a selector like {@link #read}; a null selector faults with error code 0. */
    static Descriptor readNotNull(Cpu c, int selector, int vector) {
        if (isNull(selector)) throw c.fault(vector, 0);
        return read(c, selector, vector);
    }

    /** The base of an LDT or TSS: 64 bits of a 16-byte entry in IA-32e mode. */
    static long systemBase(Cpu c, Descriptor d) { return c.longMode() ? d.base() | upper(c, d) << 32 : d.base(); }

    /** Bytes 8 to 11 of a 16-byte entry; the caller has checked the limit. */
    static long upper(Cpu c, Descriptor d) { return c.mem.readSystem(d.address() + 8, 4); }

    /** Sets bits of the entry's type in memory (accessed, busy). */
    static void mark(Cpu c, Descriptor d, int bits) {
        int rights = (int) (d.raw() >>> 40) & 0xFF;
        if ((rights & bits) != bits) c.mem.writeSystem(d.address() + 5, 1, rights | bits);
    }

    /** The linear address of an entry; addresses of tables wrap at 4 GBytes outside IA-32e mode. */
    static long linear(Cpu c, long address) { return c.longMode() ? address : address & 0xFFFF_FFFFL; }
}
