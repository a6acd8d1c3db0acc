package hv.cpu.decode;

/**
 * The facts beside the opcode byte that may choose an instruction, as fields of one number, the <em>selector</em>. Fields that matter
 * together are neighbours, which keeps {@link Opcode}'s arrays short.
 */
public final class Axis {
    /** ModRM.rm; only together with {@link #REGISTER_FORM} and {@link #REG}. */
    public static final int RM = 7;
    /** ModRM.reg. */
    public static final int REG = 7 << 3;
    /** Whether ModRM.mod is 3. */
    public static final int REGISTER_FORM = 1 << 6;
    /** The mandatory prefix: {@link #P66}, {@link #PF3}, {@link #PF2} or 0 for none. */
    public static final int PREFIX = 3 << 7;
    public static final int P66 = 1 << 7, PF3 = 2 << 7, PF2 = 3 << 7;
    /** The bit of {@link #PREFIX} that is 0 where the mandatory prefix is neither F2H nor F3H. */
    public static final int REPEAT_PREFIX = 2 << 7;
    /** Whether the code is 64-bit code. */
    public static final int CODE_64 = 1 << 9;
    public static final int REX_W = 1 << 10;
    public static final int REX_B = 1 << 11;

    private Axis() {}

    static int selector(Draft d) {
        int prefix = d.repne ? PF2 : d.rep ? PF3 : d.operandSizeOverride ? P66 : 0;
        return d.rm() | d.reg() << 3 | (d.mod() == 3 ? REGISTER_FORM : 0) | prefix | (d.in64() ? CODE_64 : 0)
                | (d.rex & 8) << 7 | (d.rex & 1) << 11;
    }
}
