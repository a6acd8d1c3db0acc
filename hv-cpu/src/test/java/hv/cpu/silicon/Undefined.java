package hv.cpu.silicon;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.state.Registers;
import hv.cpu.state.X87State;
import java.util.EnumSet;
import java.util.Set;

/**
 * The parts of the state after an instruction that the manual leaves undefined depending on operands; those that are undefined always are in the
 * instruction's row.
 */
final class Undefined {
    private static final Set<Mnemonic> COUNTED = EnumSet.of(Mnemonic.SHL, Mnemonic.SHR, Mnemonic.SAR, Mnemonic.ROL, Mnemonic.ROR, Mnemonic.RCL,
            Mnemonic.RCR, Mnemonic.SHLD, Mnemonic.SHRD);

    /** The opcode in the first quadword of the FXSAVE image; where XMM registers begin there. */
    private static final long OPCODE = 1L << 48;
    private static final int XMM = FxImage.XMM - State.FX, MXCSR = FxImage.MXCSR - State.FX;

    private static final Set<Mnemonic> STORES_IN_PIECES = EnumSet.of(Mnemonic.FNSAVE, Mnemonic.FNSTENV, Mnemonic.FXSAVE, Mnemonic.XSAVE,
            Mnemonic.XSAVEOPT, Mnemonic.XSAVEC);
    private static final Set<Mnemonic> LOADS_IN_PIECES = EnumSet.of(Mnemonic.FRSTOR, Mnemonic.FLDENV, Mnemonic.XRSTOR);

    private Undefined() {}

    /** Mask of flags. A count of 0 leaves none undefined, and one of 1 defines OF. */
    static int flags(Case at) {
        int undefined = at.op.row.undefined();
        if (!COUNTED.contains(at.op.mnemonic)) return undefined;
        long count = count(at);
        return count == 0 ? 0 : count == 1 ? undefined & ~Rflags.OF : undefined;
    }

    /** How far a shift or a rotation goes. */
    static long count(Case at) {
        int kind = at.op.tk == Kind.NONE ? at.op.sk : at.op.tk;
        return (kind == Kind.IMM ? at.op.immediate : at.before.register(Registers.RCX)) & (at.op.width == 8 ? 63 : 31);
    }

    /**
     * Mask of the bits of a quadword of the FXSAVE image that are defined: not the mask of MXCSR, and the x87 pointers and opcode only where an unmasked
     * exception waits, since processors differ in what they keep otherwise.
     *
     * @param offset in the image
     */
    static long definedInFx(Case at, int offset) {
        boolean approximate = Approximations.approximates(at.op.mnemonic), pointers = waits(at.theirs) && (!approximate || waits(at.ours));
        if (offset < XMM && offset != MXCSR && mmxStoreFaults(at)) return 0;
        if (offset == 0) return (approximate ? Approximations.definedStatus(at) : -1) & (pointers ? -1 : OPCODE - 1);
        if (offset < 24) return pointers ? -1 : 0;
        return offset == MXCSR ? 0xFFFF_FFFFL : approximate && offset < XMM ? 0 : -1;
    }

    private static boolean waits(State state) { return (state.selector(FxImage.STATUS) & X87State.ES) != 0; }

    /** Whether a store of an MMX register faults, which may have changed TOP and tags before. */
    private static boolean mmxStoreFaults(Case at) {
        boolean store = at.op.dk == Kind.MEM && at.op.sk == Kind.MMX || at.op.mnemonic == Mnemonic.MASKMOVQ;
        return store && at.ours.get(State.VECTOR) != State.NONE;
    }

    /** Whether a store that faults has written nothing: processors write ten bytes, and state, in pieces. */
    static boolean memoryIsKept(Op op) { return !STORES_IN_PIECES.contains(op.mnemonic) && (op.dk != Kind.MEM || op.dw != 10); }

    /** Whether x87 state may be loaded in part before a fault. */
    static boolean loadsInPieces(Op op) { return LOADS_IN_PIECES.contains(op.mnemonic); }

    /** Mask of the bits of a register that are defined: not, on every processor, the upper half of a 32-bit destination whose source is 0. */
    static long defined(Case at, int register) {
        boolean zeroSource = (at.op.mnemonic == Mnemonic.BSF || at.op.mnemonic == Mnemonic.BSR) && (at.theirs.get(State.RFLAGS) & Rflags.ZF) != 0;
        return zeroSource && at.op.width == 4 && register == at.op.dr ? 0xFFFF_FFFFL : -1;
    }
}
