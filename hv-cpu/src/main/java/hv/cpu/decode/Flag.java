package hv.cpu.decode;

import hv.api.x86.Rflags;

/** A bit of RFLAGS that an instruction may test, set or leave undefined. */
public enum Flag {
    CF(Rflags.CF), PF(Rflags.PF), AF(Rflags.AF), ZF(Rflags.ZF), SF(Rflags.SF), IF(Rflags.IF), DF(Rflags.DF), OF(Rflags.OF), AC(Rflags.AC);

    /** Mask of this bit in RFLAGS. */
    public final int mask;

    Flag(int mask) { this.mask = mask; }

    static int mask(Flag... flags) {
        int all = 0;
        for (Flag flag : flags) all |= flag.mask;
        return all;
    }
}
