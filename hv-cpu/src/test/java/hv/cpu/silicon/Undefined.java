package hv.cpu.silicon;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Variation;
import hv.cpu.state.Flags;
import hv.cpu.state.Registers;
import hv.cpu.state.X87State;
import java.util.EnumSet;
import java.util.Set;

/** What of the state after an instruction the manual leaves undefined, beyond what the row says: the operands decide. */
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
        long count = count(at.op, at.before) & (at.op.width == 8 ? 63 : 31);
        return count == 0 ? 0 : count == 1 ? undefined & ~Flags.OF : undefined;
    }

    private static long count(Op op, State before) {
        int kind = op.tk == Kind.NONE ? op.sk : op.tk;
        return kind == Kind.IMM ? op.immediate : before.register(Registers.RCX);
    }

    /**
     * Mask of the bits of a quadword of the FXSAVE image that are defined: not the mask of MXCSR, and the x87 pointers and opcode only where an unmasked
     * exception waits, since processors differ in what they keep otherwise.
     *
     * @param offset in the image
     */
    static long definedInFx(Case at, int offset) {
        boolean approximate = Approximations.approximates(at.op.mnemonic), pointers = (at.theirs.selector(FxImage.STATUS) & X87State.ES) != 0;
        if (offset < XMM && offset != MXCSR && mmxStoreFaults(at)) return 0;
        if (offset == 0) return (approximate ? Approximations.definedStatus(at) : -1) & (pointers ? -1 : OPCODE - 1);
        if (offset < 24) return pointers ? -1 : 0;
        return offset == MXCSR ? 0xFFFF_FFFFL : approximate && offset < XMM ? 0 : -1;
    }

    /** It may have changed TOP and tags on its way. */
    private static boolean mmxStoreFaults(Case at) {
        boolean store = at.op.dk == Kind.MEM && at.op.sk == Kind.MMX || at.op.mnemonic == Mnemonic.MASKMOVQ;
        return store && at.ours.get(State.VECTOR) != State.NONE;
    }

    /** Whether a store that faults has written nothing: processors write ten bytes, and state, in pieces. */
    static boolean memoryIsKept(Op op) { return !STORES_IN_PIECES.contains(op.mnemonic) && (op.dk != Kind.MEM || op.dw != 10); }

    /** Whether x87 state may be loaded in part before a fault. */
    static boolean loadsInPieces(Op op) { return LOADS_IN_PIECES.contains(op.mnemonic); }

    /** Mask of the bits of a register that are defined. */
    static long defined(Case at, int register) {
        boolean zeroSource = at.op.row.has(Variation.ZERO_SOURCE) && (at.theirs.get(State.RFLAGS) & Flags.ZF) != 0;
        return zeroSource && at.op.width == 4 && register == at.op.dr ? 0xFFFF_FFFFL : -1;
    }
}
