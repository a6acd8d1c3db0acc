package hv.cpu.state;

/** A segment register with its hidden part. */
public final class Segment {
    public static final int ES = 0, CS = 1, SS = 2, DS = 3, FS = 4, GS = 5, LDTR = 6, TR = 7;

    /** Bits of {@link #rights}, in the format of the VMCS. */
    public static final int TYPE = 0xF, S = 1 << 4, DPL = 3 << 5, P = 1 << 7, AVL = 1 << 12, L = 1 << 13, DB = 1 << 14, G = 1 << 15,
            UNUSABLE = 1 << 16;

    public int selector;
    public long base;
    /** The limit in bytes, unsigned, scaled by G. */
    public int limit;
    public int rights = UNUSABLE;

    public boolean unusable() { return (rights & UNUSABLE) != 0; }
    public int type() { return rights & TYPE; }
    public int dpl() { return rights >> 5 & 3; }

    public void load(int selector, long base, int limit, int rights) {
        this.selector = selector;
        this.base = base;
        this.limit = limit;
        this.rights = rights;
    }
}
