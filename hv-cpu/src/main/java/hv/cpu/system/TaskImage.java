package hv.cpu.system;

import hv.api.x86.Cr0;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;

/**
 * The dynamic part of a TSS: the registers and selectors that a task switch saves and loads.
 *
 * @param general   EAX … EDI in encoding order
 * @param selectors ES, CS, SS, DS, FS, GS and LDTR
 * @param cr3       -1 where the TSS has none (16 bits)
 * @sdm 3A "Task-State Segment (TSS)" and "16-Bit Task-State Segment (TSS)"
 */
record TaskImage(long ip, int flags, long[] general, int[] selectors, long cr3, boolean trap) {
    private static final int GENERAL = 8;

    /** The offsets in a TSS; all items but selectors are as wide as the TSS. */
    private record Layout(int width, int ip, int flags, int general, int selectors, int selectorStep, int segments, int ldt, int end) {}

    private static final Layout LAYOUT_32 = new Layout(4, 0x20, 0x24, 0x28, 0x48, 4, 6, 0x60, 0x68);
    private static final Layout LAYOUT_16 = new Layout(2, 0x0E, 0x10, 0x12, 0x22, 2, 4, 0x2A, 0x2C);
    private static final int CR3 = 0x1C, TRAP = 0x64;

    private static Layout layout(int type) { return (type & 8) != 0 ? LAYOUT_32 : LAYOUT_16; }
    private static Layout current(Cpu c) { return layout(c.segments[Segment.TR].rights); }

    /** Whether the current TSS is one of 32 bits. */
    static boolean is32(Cpu c) { return current(c) == LAYOUT_32; }

    static TaskImage read(Cpu c, Descriptor d) {
        var layout = layout(d.type());
        boolean wide = layout == LAYOUT_32;
        var general = new long[GENERAL];
        for (int i = 0; i < GENERAL; i++) general[i] = word(c, d, layout.general + i * layout.width, layout.width);
        var selectors = new int[7];
        for (int i = 0; i < layout.segments; i++) selectors[i] = (int) word(c, d, layout.selectors + i * layout.selectorStep, 2);
        selectors[Segment.LDTR] = (int) word(c, d, layout.ldt, 2);
        return new TaskImage(word(c, d, layout.ip, layout.width), (int) word(c, d, layout.flags, layout.width), general, selectors,
                wide ? word(c, d, CR3, 4) : -1, wide && (word(c, d, TRAP, 1) & 1) != 0);
    }

    private static long word(Cpu c, Descriptor d, int offset, int bytes) { return c.mem.readSystem(d.base() + offset & 0xFFFF_FFFFL, bytes); }

    /** Faults where {@link #save} would. */
    static void checkSave(Cpu c) {
        var layout = current(c);
        c.mem.checkWriteSystem(c.segments[Segment.TR].base + layout.ip & 0xFFFF_FFFFL, layout.ldt - layout.ip);
    }

    /** Saves the running task into the current TSS. */
    static void save(Cpu c, int flags, long ip) {
        var layout = current(c);
        put(c, layout.ip, layout.width, ip);
        put(c, layout.flags, layout.width, flags);
        for (int i = 0; i < GENERAL; i++) put(c, layout.general + i * layout.width, layout.width, c.r[i]);
        for (int i = 0; i < layout.segments; i++) put(c, layout.selectors + i * layout.selectorStep, 2, c.segments[i].selector);
    }

    private static void put(Cpu c, int offset, int bytes, long value) {
        c.mem.writeSystem(c.segments[Segment.TR].base + offset & 0xFFFF_FFFFL, bytes, value);
    }

    /** Loads everything but the hidden parts of segments, which are unusable from now on. @param more flags to set */
    void load(Cpu c, int more) {
        if (cr3 != -1 && (c.cr0 & Cr0.PG) != 0) ControlRegisters.write(c, 3, cr3);
        c.rip = ip;
        c.flags.setImage(flags | more);
        System.arraycopy(general, 0, c.r, 0, GENERAL);
        for (int i = 0; i < selectors.length; i++) SegmentLoads.loadNull(c.segments[i], selectors[i]);
        c.cpl = selectors[Segment.CS] & 3;
        c.modeChanged();
    }
}
