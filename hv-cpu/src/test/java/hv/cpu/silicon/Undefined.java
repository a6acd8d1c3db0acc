package hv.cpu.silicon;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Variation;
import hv.cpu.state.Flags;
import hv.cpu.state.Registers;
import java.util.EnumSet;
import java.util.Set;

/** What of the state after an instruction the manual leaves undefined, beyond what the row says: the operands decide. */
final class Undefined {
    private static final Set<Mnemonic> COUNTED = EnumSet.of(Mnemonic.SHL, Mnemonic.SHR, Mnemonic.SAR, Mnemonic.ROL, Mnemonic.ROR, Mnemonic.RCL,
            Mnemonic.RCR, Mnemonic.SHLD, Mnemonic.SHRD);

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

    /** Mask of the bits of a quadword of the FXSAVE image that are defined: not the mask of MXCSR. @param offset in the image */
    static long definedInFx(Case at, int offset) { return offset == 24 ? 0xFFFF_FFFFL : -1; }

    /** Mask of the bits of a register that are defined. */
    static long defined(Case at, int register) {
        boolean partial = at.op.row.has(Variation.PARTIAL_LOADS) && at.theirs.get(State.VECTOR) != State.NONE && register != Registers.RSP;
        if (partial) return 0;
        boolean zeroSource = at.op.row.has(Variation.ZERO_SOURCE) && (at.theirs.get(State.RFLAGS) & Flags.ZF) != 0;
        return zeroSource && at.op.width == 4 && register == at.op.dr ? 0xFFFF_FFFFL : -1;
    }
}
