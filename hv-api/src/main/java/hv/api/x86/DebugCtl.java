package hv.api.x86;

/**
 * Bits of IA32_DEBUGCTL, as masks.
 *
 * @sdm 3B chapter 18 "IA32_DEBUGCTL MSR"
 */
public final class DebugCtl {
    /** Last branch recording. */
    public static final int LBR = 1;
    /** Single step on branches: what {@link Rflags#TF} steps over. */
    public static final int BTF = 1 << 1;

    private DebugCtl() {}
}
