package hv.cpu.decode;

/**
 * The size of an {@link Operand}.
 *
 * @sdm 2D appendix A "Codes for Operand Type"
 */
public enum Size {
    /** A size that the instruction itself decides. */
    NONE,
    /** Byte. */
    B,
    /** Word. */
    W,
    /** Doubleword. */
    D,
    /** Quadword. */
    Q,
    /** Ten bytes. */
    T,
    /** Double quadword. */
    DQ,
    /** An XMM register. */
    X,
    /** The operand size: 16, 32 or 64 bits. */
    V,
    /** 16 bits, or 32 for operand sizes of 32 and 64. */
    Z,
    /** 32 bits, or 64 for an operand size of 64. */
    Y,
    /** The operand size in a register, 16 bits in memory. */
    V_OR_W,
    /** 32 bits in a register, less in memory. */
    D_OR_B, D_OR_W;

    /** The size in bytes; 0 for {@link #NONE}. */
    public int bytes(int operandSize, boolean memory) {
        return switch (this) {
            case NONE -> 0;
            case B -> 1;
            case W -> 2;
            case D -> 4;
            case Q -> 8;
            case T -> 10;
            case DQ, X -> 16;
            case V -> operandSize;
            case Z -> Math.min(operandSize, 4);
            case Y -> Math.max(operandSize, 4);
            case V_OR_W -> memory ? 2 : operandSize;
            case D_OR_B -> memory ? 1 : 4;
            case D_OR_W -> memory ? 2 : 4;
        };
    }
}
