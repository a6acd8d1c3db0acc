package hv.cpu.decode;

/**
 * The place of an {@link Operand}.
 *
 * @sdm 2D appendix A "Codes for Addressing Method"
 */
public enum Addressing {
    /** ModRM.rm: a general register or memory. */
    E,
    /** ModRM.reg: a general register. */
    G,
    /** ModRM.rm: memory only. */
    M,
    /** ModRM.rm: a general register, whatever mod says. */
    R,
    /** ModRM.reg: an MMX register. */
    P,
    /** ModRM.rm: an MMX register or memory. */
    Q,
    /** ModRM.rm: an MMX register only. */
    N,
    /** ModRM.reg: an XMM register. */
    V,
    /** ModRM.rm: an XMM register or memory. */
    W,
    /** ModRM.rm: an XMM register only. */
    U,
    /** The XMM register that the operand names. */
    XMM,
    /** ModRM.reg: a segment register. */
    S,
    /** ModRM.reg: a control register. */
    C,
    /** ModRM.reg: a debug register. */
    D,
    /** Immediate, zero-extended. */
    I,
    /** Immediate, sign-extended. */
    SIGNED_I,
    /** Branch displacement. */
    J,
    /** Far pointer in the instruction. */
    A,
    /** Offset in the instruction, of the address size. */
    O,
    /** Memory at rSI. */
    X,
    /** Memory at ES:rDI. */
    Y,
    /** A general register in the low bits of the opcode. */
    Z,
    /** The constant 1. */
    ONE,
    /** The general register that the operand names. */
    REGISTER,
    /** DX. */
    PORT,
    /** The segment register that the operand names. */
    SEGMENT,
    /** ModRM.rm: an x87 data register. */
    ST_I,
    /** The x87 data register on top of the stack. */
    ST_0;

    /** Whether the operand is in bytes of the instruction behind ModRM. */
    public boolean inInstruction() { return this == I || this == SIGNED_I || this == J || this == A || this == O; }

    /** Whether an operand of this kind decides the width of the instruction. */
    boolean decidesWidth() {
        return switch (this) {
            case E, G, M, R, O, Q, W, X, Y, Z, REGISTER -> true;
            case S, C, D, I, SIGNED_I, J, A, ONE, PORT, SEGMENT, P, N, V, U, XMM, ST_I, ST_0 -> false;
        };
    }
}
