package hv.cpu.decode;

/**
 * An operand in the notation of the opcode maps: its addressing method (capital letter) and its size (small letters). Registers have their own names;
 * {@code rAX} and {@code eAX} have the operand size, the latter at most 32 bits.
 *
 * @sdm 2D appendix A "Codes for Addressing Method" and "Codes for Operand Type"
 */
public enum Operand {
    Eb(Addressing.E, Size.B), Ew(Addressing.E, Size.W), Ev(Addressing.E, Size.V), Ey(Addressing.E, Size.Y), Ez(Addressing.E, Size.Z),
    /** A register of the operand size, or a word in memory. */
    RvMw(Addressing.E, Size.V_OR_W),
    Ed(Addressing.E, Size.D),
    /** A 32-bit register, or less of it in memory. */
    RdMb(Addressing.E, Size.D_OR_B), RdMw(Addressing.E, Size.D_OR_W),
    Gb(Addressing.G, Size.B), Gw(Addressing.G, Size.W), Gd(Addressing.G, Size.D), Gv(Addressing.G, Size.V), Gy(Addressing.G, Size.Y),
    M(Addressing.M, Size.NONE), Mb(Addressing.M, Size.B), Mw(Addressing.M, Size.W), Mt(Addressing.M, Size.T),
    Mv(Addressing.M, Size.V), My(Addressing.M, Size.Y), Md(Addressing.M, Size.D), Mq(Addressing.M, Size.Q), Mdq(Addressing.M, Size.DQ), Mx(Addressing.M, Size.X),
    /** BOUND's pair of limits, each of the operand size. */
    Ma(Addressing.M, Size.V),
    /** Far pointer in memory: an offset of the operand size, then the selector. */
    Mp(Addressing.M, Size.V),
    /** Limit and base of a descriptor table. */
    Ms(Addressing.M, Size.NONE),
    Rv(Addressing.R, Size.V), Ry(Addressing.R, Size.Y),
    Sw(Addressing.S, Size.W), Cd(Addressing.C, Size.Y), Dd(Addressing.D, Size.Y),
    /** A byte, zero-extended. */
    Ib(Addressing.I, Size.B),
    /** A byte, sign-extended. */
    sIb(Addressing.SIGNED_I, Size.B),
    /** A word, zero-extended. */
    Iw(Addressing.I, Size.W),
    /** An immediate of 16 or 32 bits, sign-extended. */
    Iz(Addressing.SIGNED_I, Size.Z),
    /** An immediate of the operand size. */
    Iv(Addressing.SIGNED_I, Size.V),
    Jb(Addressing.J, Size.B), Jz(Addressing.J, Size.Z),
    Ap(Addressing.A, Size.Z),
    Ob(Addressing.O, Size.B), Ov(Addressing.O, Size.V),
    Xb(Addressing.X, Size.B), Xv(Addressing.X, Size.V), Xz(Addressing.X, Size.Z),
    Yb(Addressing.Y, Size.B), Yv(Addressing.Y, Size.V), Yz(Addressing.Y, Size.Z),
    Zb(Addressing.Z, Size.B), Zv(Addressing.Z, Size.V),
    /** The constant 1. */
    ONE(Addressing.ONE, Size.B),
    AX(Addressing.REGISTER, Size.W, 0),
    AL(Addressing.REGISTER, Size.B, 0), CL(Addressing.REGISTER, Size.B, 1),
    rAX(Addressing.REGISTER, Size.V, 0), eAX(Addressing.REGISTER, Size.Z, 0),
    /** MMX registers, or memory. */
    Pq(Addressing.P, Size.Q), Qd(Addressing.Q, Size.D), Qq(Addressing.Q, Size.Q), Nq(Addressing.N, Size.Q),
    /** XMM registers, or memory. Of a register, the low part of the operand's size is used. */
    Vd(Addressing.V, Size.D), Vq(Addressing.V, Size.Q), Vx(Addressing.V, Size.X),
    Ww(Addressing.W, Size.W), Wd(Addressing.W, Size.D), Wq(Addressing.W, Size.Q), Wx(Addressing.W, Size.X), Ux(Addressing.U, Size.X),
    /** XMM0, which the encoding does not show. */
    XMM0(Addressing.XMM, Size.X, 0),
    /** The register that holds a port number. */
    DX(Addressing.PORT, Size.W, 2),
    ES(Addressing.SEGMENT, Size.W, 0), CS(Addressing.SEGMENT, Size.W, 1), SS(Addressing.SEGMENT, Size.W, 2),
    DS(Addressing.SEGMENT, Size.W, 3), FS(Addressing.SEGMENT, Size.W, 4), GS(Addressing.SEGMENT, Size.W, 5),
    /** x87 data registers: the one in ModRM.rm, and the top of the stack. */
    STi(Addressing.ST_I, Size.NONE), ST(Addressing.ST_0, Size.NONE);

    public final Addressing addressing;
    public final Size size;
    /** The number of the register, for an operand that names one. */
    public final int register;

    Operand(Addressing addressing, Size size) { this(addressing, size, 0); }

    Operand(Addressing addressing, Size size, int register) {
        this.addressing = addressing;
        this.size = size;
        this.register = register;
    }

    /** Bytes of the operand in memory: the {@link #size}, but for far pointers and BOUND's pairs; 0 where the instruction alone knows. */
    public int bytesInMemory(int operandSize) { return inMemory(size.bytes(operandSize, true)); }

    /** @param width the operand's width in an {@link Op} */
    int inMemory(int width) { return this == Mp ? width + 2 : this == Ma ? 2 * width : width; }
}
