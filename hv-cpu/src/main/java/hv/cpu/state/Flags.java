package hv.cpu.state;

/**
 * RFLAGS. The six status flags are kept lazily as two longs (the result, sign-extended, and a carry vector), the other bits as they are.
 * See {@code semantics} for how operations set them.
 */
public final class Flags {
    public static final int CF = 1, PF = 1 << 2, AF = 1 << 4, ZF = 1 << 6, SF = 1 << 7, TF = 1 << 8, IF = 1 << 9, DF = 1 << 10, OF = 1 << 11,
            IOPL = 3 << 12, NT = 1 << 14, RF = 1 << 16, VM = 1 << 17, AC = 1 << 18, VIF = 1 << 19, VIP = 1 << 20, ID = 1 << 21;
    public static final int STATUS = CF | PF | AF | ZF | SF | OF;
    /** Bits that RFLAGS has; bit 1 reads as 1. */
    public static final int ALL = STATUS | TF | IF | DF | IOPL | NT | RF | VM | AC | VIF | VIP | ID;

    /** Sign-extended result: ZF, SF and PF come from it. */
    public long result = 1;
    /** Bit 63 CF, bit 62 the carry into the sign bit (OF = 63 xor 62), bit 3 AF; other bits may hold corrections (see the setter). */
    public long carries;
    /** The bits outside {@link #STATUS}, bit 1 set. */
    public int others = 2;

    public boolean has(int bit) { return (others & bit) != 0; }
    public int iopl() { return others >> 12 & 3; }
}
