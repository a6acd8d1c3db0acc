package hv.cpu.state;

import hv.api.x86.AccessRights;

/** A segment register with its hidden part. */
public final class Segment {
    public static final int ES = 0, CS = 1, SS = 2, DS = 3, FS = 4, GS = 5, LDTR = 6, TR = 7;

    public int selector;
    public long base;
    /** The limit in bytes, unsigned, scaled by G. */
    public int limit;
    /** {@link AccessRights}. */
    public int rights = AccessRights.UNUSABLE;

    public boolean unusable() { return (rights & AccessRights.UNUSABLE) != 0; }
    public int type() { return rights & AccessRights.TYPE; }
    public int dpl() { return (rights & AccessRights.DPL) >> AccessRights.DPL_SHIFT; }

    public void load(int selector, long base, int limit, int rights) {
        this.selector = selector;
        this.base = base;
        this.limit = limit;
        this.rights = rights;
    }
}
