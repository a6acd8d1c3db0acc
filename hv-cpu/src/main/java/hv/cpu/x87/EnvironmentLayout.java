package hv.cpu.x87;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.X87State;

/**
 * Where the control registers and pointers lie in memory: seven items of 16 or 32 bits, the last four of which look different outside protected
 * mode.
 *
 * @sdm 1 figures "Protected Mode x87 FPU State Image in Memory, 32-Bit Format" and the three that follow
 */
enum EnvironmentLayout {
    PROTECTED_32(4, false), REAL_32(4, true), PROTECTED_16(2, false), REAL_16(2, true);

    static final int ITEMS = 7;
    private static final int FCS = 4, FDP = 5, FDS = 6, FOP = 0x7FF;
    /** What the unused upper half of an item reads as. */
    private static final long UNUSED = 0xFFFF_0000L;

    private final int item;
    /** Offsets are linear addresses, without selectors. */
    private final boolean linear;

    EnvironmentLayout(int item, boolean linear) {
        this.item = item;
        this.linear = linear;
    }

    /** @param w operand size */
    static EnvironmentLayout of(Cpu c, int w) {
        boolean selectors = c.protectedMode() && !c.virtual8086();
        if (w == 2) return selectors ? PROTECTED_16 : REAL_16;
        return selectors ? PROTECTED_32 : REAL_32;
    }

    /** Of an item. */
    int item() { return item; }
    int bytes() { return ITEMS * item; }

    void store(Cpu c, long at) {
        X87State x = c.x87;
        put(c, at, 0, x.control() | UNUSED);
        put(c, at, 1, x.statusWord() | UNUSED);
        put(c, at, 2, TagWord.full(x) | UNUSED);
        if (linear) storeLinear(c, at);
        else storeSelectors(c, at);
    }

    private void storeSelectors(Cpu c, long at) {
        X87State x = c.x87;
        boolean selectors = !c.x87Pointers.noSelectors;
        put(c, at, 3, x.fip);
        put(c, at, FCS, (selectors ? x.fcs : 0) | (long) x.fop << 16);
        put(c, at, FDP, x.fdp);
        put(c, at, FDS, (selectors ? x.fds : 0) | UNUSED);
    }

    private void storeLinear(Cpu c, long at) {
        X87State x = c.x87;
        long instruction = x.fip + (x.fcs << 4), data = x.fdp + (x.fds << 4);
        put(c, at, 3, instruction & 0xFFFF);
        put(c, at, FCS, instruction >>> 4 & 0xFFF_F000 | x.fop);
        put(c, at, FDP, data & 0xFFFF);
        put(c, at, FDS, data >>> 4 & 0xFFF_F000);
    }

    private void put(Cpu c, long at, int index, long value) { c.mem.write(at + index * item, item, value); }

    private long get(Cpu c, long at, int index) { return c.mem.read(at + index * item, item); }

    /** Reads all before it changes anything. */
    void load(Cpu c, long at) {
        int control = (int) get(c, at, 0), status = (int) get(c, at, 1), tags = (int) get(c, at, 2);
        long fip = get(c, at, 3), fcs = get(c, at, FCS), fdp = get(c, at, FDP), fds = get(c, at, FDS);
        X87State x = c.x87;
        x.control(control);
        x.statusWord(status);
        x.tags = TagWord.abridged(tags);
        if (linear) loadLinear(x, fip, fcs, fdp, fds);
        else loadSelectors(x, fip, fcs, fdp, fds);
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
