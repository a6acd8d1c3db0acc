package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.state.X87State;

/**
 * The layouts of the control registers and pointers in memory: seven items of 16 or 32 bits, the last four of which differ between protected mode and
 * other modes.
 *
 * @sdm 1 figures "Protected Mode x87 FPU State Image in Memory, 32-Bit Format" and the three that follow
 */
enum EnvironmentLayout {
    PROTECTED_32(4, false), REAL_32(4, true), PROTECTED_16(2, false), REAL_16(2, true);

    static final int ITEMS = 7;
    private static final int FCS = 4, FDP = 5, FDS = 6, FOP = 0x7FF;
    /** The unused upper half of an item, as it is stored. */
    private static final long UNUSED = 0xFFFF_0000L;

    private final int item;
    /** Whether pointers are stored as linear addresses, without selectors. */
    private final boolean linear;

    EnvironmentLayout(int item, boolean linear) {
        this.item = item;
        this.linear = linear;
    }

    /** The layout for the present mode. @param w operand size */
    static EnvironmentLayout of(Cpu c, int w) {
        boolean selectors = c.protectedMode() && !c.virtual8086();
        if (w == 2) return selectors ? PROTECTED_16 : REAL_16;
        return selectors ? PROTECTED_32 : REAL_32;
    }

    /** The size of an item in bytes. */
    int item() { return item; }
    int bytes() { return ITEMS * item; }

    /** Stores to the memory operand, which has been checked. Offsets in it wrap at the address size. */
    void store(Cpu c, Op o) {
        X87State x = c.x87;
        put(c, o, 0, x.control() | UNUSED);
        put(c, o, 1, x.statusWord() | UNUSED);
        put(c, o, 2, TagWord.full(x) | UNUSED);
        if (linear) storeLinear(c, o);
        else storeSelectors(c, o);
    }

    private void storeSelectors(Cpu c, Op o) {
        X87State x = c.x87;
        boolean selectors = !c.x87Pointers.noSelectors;
        put(c, o, 3, x.fip);
        put(c, o, FCS, (selectors ? x.fcs : 0) | (long) x.fop << 16);
        put(c, o, FDP, x.fdp);
        put(c, o, FDS, (selectors ? x.fds : 0) | UNUSED);
    }

    private void storeLinear(Cpu c, Op o) {
        X87State x = c.x87;
        long instruction = x.fip + (x.fcs << 4), data = x.fdp + (x.fds << 4);
        put(c, o, 3, instruction & 0xFFFF);
        put(c, o, FCS, instruction >>> 4 & 0xFFF_F000 | x.fop);
        put(c, o, FDP, data & 0xFFFF);
        put(c, o, FDS, data >>> 4 & 0xFFF_F000);
    }

    private void put(Cpu c, Op o, int index, long value) { c.mem.write(Operands.part(c, o, index * item, item, 1, true), item, value); }

    /** All items in memory, for {@link #load}. */
    long[] read(Cpu c, Op o) {
        var items = new long[ITEMS];
        for (int i = 0; i < ITEMS; i++) items[i] = c.mem.read(Operands.part(c, o, i * item, item, 1, false), item);
        return items;
    }

    /** Loads the registers from the items of an environment, in their order. */
    void load(X87State x, long[] items) {
        x.control((int) items[0]);
        x.statusWord((int) items[1]);
        x.tags = TagWord.abridged((int) items[2]);
        if (linear) loadLinear(x, items[3], items[FCS], items[FDP], items[FDS]);
        else loadSelectors(x, items[3], items[FCS], items[FDP], items[FDS]);
    }

    private void loadSelectors(X87State x, long fip, long fcs, long fdp, long fds) {
        x.fip = fip;
        x.fcs = (int) fcs & 0xFFFF;
        x.fdp = fdp;
        x.fds = (int) fds & 0xFFFF;
        x.fop = (int) (fcs >>> 16) & FOP;
    }

    private void loadLinear(X87State x, long fip, long fcs, long fdp, long fds) {
        x.fip = fip & 0xFFFF | (fcs & 0xFFF_F000) << 4;
        x.fcs = 0;
        x.fdp = fdp & 0xFFFF | (fds & 0xFFF_F000) << 4;
        x.fds = 0;
        x.fop = (int) fcs & FOP;
    }
}
