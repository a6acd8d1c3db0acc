package hv.cpu.decode;

/** A bit of RFLAGS that an instruction may test, set or leave undefined. */
public enum Flag {
    CF(0), PF(2), AF(4), ZF(6), SF(7), IF(9), DF(10), OF(11), AC(18);

    /** Mask of this bit in RFLAGS. */
    public final int mask;

    Flag(int bit) { mask = 1 << bit; }

    static int mask(Flag... flags) {
        int all = 0;
        for (Flag flag : flags) all |= flag.mask;
        return all;
    }
}
