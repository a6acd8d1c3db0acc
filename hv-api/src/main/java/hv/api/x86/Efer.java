package hv.api.x86;

/**
 * Bits of IA32_EFER, as masks.
 *
 * @sdm 3A chapter 2 "Extended Feature Enable Register"
 */
public final class Efer {
    /** SYSCALL enable. */
    public static final long SCE = 1;
    /** IA-32e mode enable. */
    public static final long LME = 1 << 8;
    /** IA-32e mode active. */
    public static final long LMA = 1 << 10;
    /** Execute-disable bit enable. */
    public static final long NXE = 1 << 11;
    /** All bits that IA32_EFER has. */
    public static final long ALL = SCE | LME | LMA | NXE;

    private Efer() {}
}
