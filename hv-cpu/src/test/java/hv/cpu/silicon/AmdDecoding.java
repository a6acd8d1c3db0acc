package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.GENERAL_PROTECTION;
import static hv.cpu.silicon.Vectors.PAGE_FAULT;
import static hv.cpu.silicon.Vectors.UNDEFINED_OPCODE;
import static hv.cpu.silicon.Vectors.USER_FETCH;
import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RSP;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/** Instructions whose bytes AMD's processors decode differently from Intel's. */
final class AmdDecoding {
    private static final int LONGEST = 15;
    private static final int ESCAPE = 0x0F, REX = 0x40, REX_W = 8, REX_R = 4, REX_B = 1;
    private static final int PUSH_AX = 0x50, POP_AX = 0x58, MOV_FROM_MEMORY = 0x8B, REG_FIELD = 0x38, RET = 0xC3;
    private static final Set<Mnemonic> NO_INSTRUCTION = EnumSet.of(Mnemonic.UNDEFINED, Mnemonic.TOO_LONG, Mnemonic.UD0, Mnemonic.UD1);

    private static final Set<Mnemonic> CONDITIONAL = conditional(), NEAR = near();

    private AmdDecoding() {}

    static boolean prefetchOfRegister(Case at) { return at.op.row.opcode().startsWith("0F 0D") && at.op.dk != Kind.MEM && !at.ours.faulted(); }
    static void undefined(Case at, Rerun rerun) { rerun.fault(at, UNDEFINED_OPCODE, 0, 0); }

    static boolean pauseWithRexB(Case at) { return at.op.mnemonic == Mnemonic.PAUSE && (rex(at) & REX_B) != 0; }
    /** Executed as if REP were not there: a REX prefix that others follow means nothing. */
    static void withoutRep(Case at, Rerun rerun) { at.ours.copy(rerun.with(at, state -> replace(state, at, Prefixes.REP, REX))); }

    static boolean farPointerWithRexW(Case at) {
        return switch (at.op.mnemonic) {
            case LSS, LFS, LGS, CALL_FAR, JMP_FAR -> (rex(at) & REX_W) != 0;
            default -> false;
        };
    }
    static void withoutRexW(Case at, Rerun rerun) {
        int last = at.opcodeAt() - 1;
        at.ours.copy(rerun.with(at, state -> {
            replace(state, at, Prefixes.OPERAND_SIZE, REX);
            state.put(last, state.at(last) & ~REX_W);
        }));
        if (at.op.mnemonic == Mnemonic.CALL_FAR && !at.ours.faulted()) pushQuadwords(at);
    }

    /** CS and RIP are stored as quadwords all the same. */
    private static void pushQuadwords(Case at) {
        AmdAccesses.restoreMemory(at);
        long stack = at.before.register(RSP) - 16;
        int offset = State.MEMORY + (int) (stack - at.region.memory());
        at.ours.register(RSP, stack);
        at.ours.set(offset, at.op.next);
        at.ours.set(offset + 8, at.before.selector(State.CS));
    }

    static boolean narrowMovsxd(Case at) { return at.op.mnemonic == Mnemonic.MOVSXD && at.op.width == 2 && at.accessesMemory(); }
    /** Faults as a load of four bytes does. */
    static void wideLoad(Case at, Rerun rerun) {
        var wide = rerun.with(at, state -> replace(state, at, Prefixes.OPERAND_SIZE, REX));
        if (wide.faulted()) at.ours.copy(wide);
    }

    static boolean loopWithOtherCondition(Case at) {
        return at.op.mnemonic == Mnemonic.LOOPE && at.op.repne || at.op.mnemonic == Mnemonic.LOOPNE && at.op.rep;
    }
    static void otherLoop(Case at, Rerun rerun) { at.ours.copy(rerun.with(at, state -> toggle(state, at.opcodeAt()))); }

    private static void toggle(State state, int offset) { state.put(offset, state.at(offset) ^ 1); }

    /** VMREAD's opcode is EXTRQ's and INSERTQ's too, which have two immediate bytes behind ModRM. */
    static boolean vmread(Case at) { return at.op.mnemonic == Mnemonic.VMREAD; }
    static void twoBytesMore(Case at, Rerun rerun) {
        int last = State.CODE + at.op.length + 1;
        if (last >= State.CODE + LONGEST) rerun.fault(at, GENERAL_PROTECTION, 0, 0);
        else if (!fetched(at, last)) rerun.fault(at, PAGE_FAULT, USER_FETCH, Region.CODE.linear + Region.CODE_END);
    }

    static boolean shorterUndefined(Case at) {
        return NO_INSTRUCTION.contains(at.op.mnemonic) && at.ours.get(State.VECTOR) != UNDEFINED_OPCODE && withoutModrm(at);
    }

    private static boolean withoutModrm(Case at) {
        int opcode = at.opcodeAt();
        return at.before.at(opcode) == ESCAPE && opcode + 2 <= State.CODE + LONGEST && fetched(at, opcode + 1) && switch (at.before.at(opcode + 1)) {
            case 0x39, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0x7A, 0x7B, 0xA6, 0xA7, 0xB9, 0xFF -> true;
            default -> false;
        };
    }

    private static boolean fetched(Case at, int offset) {
        return at.before.get(State.CODE_PLACE) - SharedFile.BASE - Region.CODE.offset() + offset - State.CODE < Region.CODE_END;
    }

    /** Near branches, unless REX.W makes them ones of 64 bits again. */
    static boolean narrowBranch(Case at) {
        return at.op.codeWidth == 64 && at.op.operandSizeOverride && NEAR.contains(at.op.mnemonic) && (rex(at) & REX_W) == 0
                && (at.op.dk == Kind.REL || !at.fetchFaulted());
    }

    private static Set<Mnemonic> conditional() {
        var all = EnumSet.of(Mnemonic.LOOP, Mnemonic.LOOPE, Mnemonic.LOOPNE, Mnemonic.JCXZ);
        all.addAll(EnumSet.range(Mnemonic.JO, Mnemonic.JG));
        return all;
    }

    private static Set<Mnemonic> near() {
        var all = EnumSet.of(Mnemonic.JMP, Mnemonic.CALL, Mnemonic.RET);
        all.addAll(conditional());
        return all;
    }

    /** An offset, a target and a return address of 16 bits each. */
    static void narrowBranch(Case at, Rerun rerun) {
        if (at.op.mnemonic == Mnemonic.RET) popTarget(at, rerun);
        else if (at.op.dk == Kind.REL) relative(at, rerun);
        else indirect(at, rerun);
    }

    private static void relative(Case at, Rerun rerun) {
        int opcode = at.opcodeAt(), first = at.before.at(opcode);
        boolean words = first == ESCAPE || first == 0xE8 || first == 0xE9;
        int offset = first == ESCAPE ? opcode + 2 : opcode + 1;
        long next = at.op.next - (words ? 2 : 0), distance = words ? (short) at.before.selector(offset) : (byte) at.before.at(offset);
        if (!fetched(at, offset + (words ? 1 : 0))) return;
        boolean taken = !CONDITIONAL.contains(at.op.mnemonic) || taken(at, rerun, offset, distance);
        if (at.op.mnemonic == Mnemonic.CALL) call(at, rerun, next, next + distance);
        else {
            if (at.ours.faulted()) complete(at, rerun);   // two bytes that theirs does not fetch
            at.ours.set(State.RIP, taken ? next + distance & 0xFFFF : next);
        }
    }

    /** Where all bytes can be fetched; and a branch to the next instruction shows with another distance. */
    private static boolean taken(Case at, Rerun rerun, int offset, long distance) {
        long rip = Region.CODE.linear + 0x800;
        var moved = rerun.with(at, state -> {
            state.set(State.RIP, rip);
            if (distance == 0) state.put(offset, 0x10);
            if (loopWithOtherCondition(at)) toggle(state, at.opcodeAt());
        });
        return moved.get(State.RIP) != rip + at.op.length;
    }

    /** The target as MOV to a register of 16 bits loads it. */
    private static void indirect(Case at, Rerun rerun) {
        int opcode = at.opcodeAt();
        var loaded = rerun.with(at, state -> {
            state.put(opcode, MOV_FROM_MEMORY);
            state.put(opcode + 1, state.at(opcode + 1) & ~REG_FIELD);
        });
        long target = loaded.register((rex(at) & REX_R) != 0 ? 8 : RAX);
        if (loaded.faulted()) rerun.fault(at, loaded);
        else if (at.op.mnemonic == Mnemonic.CALL) call(at, rerun, at.op.next, target);
        else {
            complete(at, rerun);
            at.ours.set(State.RIP, target & 0xFFFF);
        }
    }

    private static void call(Case at, Rerun rerun, long next, long target) {
        at.ours.copy(rerun.with(at, state -> {
            stack(state, PUSH_AX);
            state.register(RAX, next);
        }));
        at.ours.register(RAX, at.before.register(RAX));
        if (!at.ours.faulted()) at.ours.set(State.RIP, target & 0xFFFF);
    }

    private static void complete(Case at, Rerun rerun) { rerun.fault(at, State.NONE, 0, 0); }

    private static void popTarget(Case at, Rerun rerun) {
        at.ours.copy(rerun.with(at, state -> stack(state, POP_AX)));
        long target = at.ours.register(RAX) & 0xFFFF;
        at.ours.register(RAX, at.before.register(RAX));
        if (at.ours.faulted()) return;
        at.ours.set(State.RIP, target);
        if (at.before.at(at.opcodeAt()) != RET) at.ours.register(RSP, at.ours.register(RSP) + at.op.immediate);
    }

    private static void stack(State state, int opcode) {
        state.put(State.CODE, Prefixes.OPERAND_SIZE);
        state.put(State.CODE + 1, opcode);
    }

    /** F3H BSF and F3H BSR. */
    static boolean countsZeros(Case at, Mnemonic mnemonic) { return at.op.mnemonic == mnemonic && at.op.rep; }

    /** TZCNT counts from below. */
    static void trailingZeros(Case at, Rerun rerun) { zeros(at, number -> number); }
    /** LZCNT counts from above. */
    static void leadingZeros(Case at, Rerun rerun) { zeros(at, number -> 8 * at.op.width - 1 - number); }

    private static void zeros(Case at, LongUnaryOperator count) {
        if (at.ours.faulted()) return;
        boolean zero = (at.ours.get(State.RFLAGS) & Rflags.ZF) != 0;
        long mask = at.op.width == 8 ? -1 : (1L << 8 * at.op.width) - 1, kept = at.op.width == 2 ? at.before.register(at.op.dr) & ~0xFFFFL : 0;
        long result = zero ? 8L * at.op.width : count.applyAsLong(at.ours.register(at.op.dr) & mask);
        at.ours.register(at.op.dr, kept | result);
        at.ours.set(State.RFLAGS, at.ours.get(State.RFLAGS) & ~Rflags.ZF | (result == 0 ? Rflags.ZF : 0));
    }

    private static int rex(Case at) { return Prefixes.rex(at.before, at.op.codeWidth); }

    private static void replace(State state, Case at, int prefix, int by) {
        for (int i = State.CODE; i < at.opcodeAt(); i++) if (state.at(i) == prefix) state.put(i, by);
    }
}
