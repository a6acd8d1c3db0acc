package hv.cpu.state;

import java.util.Arrays;

/**
 * The XMM registers and MXCSR.
 *
 * @sdm 1 "SSE Programming Environment"
 */
public final class VectorState {
    /** MXCSR after RESET, and in its initial configuration: all exceptions masked, rounding to nearest. */
    public static final int MXCSR_INITIAL = 0x1F80;
    /** The bits that MXCSR has; setting another one is #GP(0). FXSAVE shows this as MXCSR_MASK. */
    public static final int MXCSR_MASK = 0xFFFF;

    /** Bits of MXCSR: exception flags, denormals are zeros, masks of overflow and underflow, flush to zero. */
    public static final int IE = 1, DE = 1 << 1, ZE = 1 << 2, OE = 1 << 3, UE = 1 << 4, PE = 1 << 5, DAZ = 1 << 6, OM = 1 << 10, UM = 1 << 11,
            FTZ = 1 << 15;
    /** All exception flags; their masks are {@link #MASK_SHIFT} bits further up. */
    public static final int EXCEPTIONS = 0x3F, MASK_SHIFT = 7;

    /** XMM0 to XMM15: bits 63:0 of XMMi at index 2i, bits 127:64 at 2i + 1. */
    public final long[] xmm = new long[32];
    public int mxcsr = MXCSR_INITIAL;
    /** The exceptions that the present instruction has met so far, as the flags of MXCSR; 0 between instructions. */
    public int raised;

    public void reset() {
        clearRegisters();
        mxcsr = MXCSR_INITIAL;
    }

    public void clearRegisters() { Arrays.fill(xmm, 0); }

    public void copyFrom(VectorState other) {
        System.arraycopy(other.xmm, 0, xmm, 0, xmm.length);
        mxcsr = other.mxcsr;
    }
}
