package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.ALIGNMENT_CHECK;
import static hv.cpu.silicon.Vectors.BOUND_RANGE;
import static hv.cpu.silicon.Vectors.GENERAL_PROTECTION;
import static hv.cpu.silicon.Vectors.PAGE_FAULT;
import static hv.cpu.silicon.Vectors.STACK_FAULT;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RSI;
import static hv.cpu.state.Registers.ZERO;

import hv.api.x86.AccessRights;
import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.state.Flags;
import hv.cpu.state.Segment;
import hv.cpu.x87.X87Operations;
import java.util.EnumSet;
import java.util.Set;

/** Memory checks and accesses of AMD's processors whose order or extent differs from that of Intel's. */
final class AmdAccesses {
    private static final long END_32 = 1L << 32;
    /** Bits of the access rights: data or code, and whether data expands down. */
    private static final int EXPAND_DOWN_TYPE = 0xC, EXPAND_DOWN = 4;
    private static final int PUSH_AX = 0x50, POP_AX = 0x58, CMPS_TO_LODS = 0xA6 ^ 0xAC, MOV_FROM_MEMORY = 0x8B, LARGE = 0x7FFF_7FFF;
    private static final Set<Mnemonic> UNALIGNED = EnumSet.of(Mnemonic.MOVUPS, Mnemonic.MOVUPD, Mnemonic.MOVDQU, Mnemonic.LDDQU, Mnemonic.PCMPESTRI,
            Mnemonic.PCMPESTRIQ, Mnemonic.PCMPESTRM, Mnemonic.PCMPESTRMQ, Mnemonic.PCMPISTRI, Mnemonic.PCMPISTRM);
    private static final Set<Mnemonic> X87_STORES = EnumSet.of(Mnemonic.FST, Mnemonic.FSTP, Mnemonic.FIST, Mnemonic.FISTP, Mnemonic.FISTTP, Mnemonic.FBSTP);
    private static final Set<Mnemonic> X87 = X87Operations.table().keySet();
    private static final Set<Mnemonic> TWO_ACCESSES = EnumSet.of(Mnemonic.POP, Mnemonic.CMPS);
    private static final int MASKED = 0x3F;

    private AmdAccesses() {}

    /** An operand that may go on behind offset FFFFFFFFH of a flat segment; nothing is mapped there. */
    static boolean mayWrap(Case at) {
        if (at.op.codeWidth == 64 || at.fetchFaulted() || !at.accessesMemory() && !string(at.op)) return false;
        long vector = at.ours.get(State.VECTOR);
        return vector == PAGE_FAULT || vector == ALIGNMENT_CHECK && !TWO_ACCESSES.contains(at.op.mnemonic);
    }

    static void wrap(Case at, Rerun rerun) {
        var paged = at.ours.get(State.VECTOR) == PAGE_FAULT ? at.ours : rerun.with(at, AmdAccesses::accessAnyway);
        int segment = accessed(at, paged);
        if (paged.get(State.VECTOR) != PAGE_FAULT || !flat(at, segment)) return;
        boolean misalignedSource = at.op.mnemonic == Mnemonic.MOVS && (at.ours.register(RSI) & at.op.width - 1) != 0;
        if (paged != at.ours && misalignedSource && paged.get(State.CR2) == destination(at, paged)) return;
        if (paged.get(State.CR2) - Placed.base(at.before, segment, at.op.codeWidth) + width(at) > END_32) segmentFault(at, rerun, segment);
    }

    private static void accessAnyway(State state) {
        state.set(State.RFLAGS, state.get(State.RFLAGS) & ~Rflags.AC);
        maskExceptions(state);
    }

    private static void maskExceptions(State state) { state.selector(FxImage.CONTROL, state.selector(FxImage.CONTROL) | MASKED); }

    /** The segment of the operand; of that which faulted, for string instructions. */
    private static int accessed(Case at, State fault) {
        boolean destination = at.op.dk == Kind.STRING_DESTINATION || at.op.sk == Kind.STRING_DESTINATION;
        return destination && fault.get(State.CR2) == destination(at, fault) ? Segment.ES : at.op.segment;
    }

    private static long destination(Case at, State fault) { return Placed.base(at.before, Segment.ES, at.op.codeWidth) + fault.register(RDI); }

    private static boolean flat(Case at, int segment) {
        int selector = selector(at.before, segment);
        return Tables.limit(selector) == -1 && Tables.base(selector) == 0;
    }

    private static int selector(State state, int segment) {
        return switch (segment) {
            case Segment.ES -> (int) state.get(State.ES);
            case Segment.CS -> state.selector(State.CS);
            case Segment.SS -> state.selector(State.SS);
            case Segment.FS -> (int) state.get(State.FS);
            case Segment.GS -> (int) state.get(State.GS);
            default -> (int) state.get(State.DS);
        };
    }

    /** The width of the access; where memory is accessed in pieces, that of the first piece. */
    private static int width(Case at) {
        var op = at.op;
        return switch (op.mnemonic) {
            case FXSAVE, FXRSTOR, XSAVE, XSAVEOPT, XSAVEC, XSAVES, XRSTOR, XRSTORS -> StateImages.bytes(op.mnemonic);
            case FNSTENV, FLDENV, FNSAVE, FRSTOR -> op.width;
            case LDS, LES, LSS, LFS, LGS, CALL_FAR, JMP_FAR -> Math.min(op.width, 4);
            default -> Math.min(op.dk == Kind.MEM ? op.dw : op.sk == Kind.MEM ? op.sw : op.width, X87.contains(op.mnemonic) ? 8 : 16);
        };
    }

    static void segmentFault(Case at, Rerun rerun) { segmentFault(at, rerun, at.op.segment); }

    private static void segmentFault(Case at, Rerun rerun, int segment) { rerun.fault(at, segment == Segment.SS ? STACK_FAULT : GENERAL_PROTECTION, 0, 0); }

    /** The source first: LODS tells what it does, in the iteration in which ours faulted. */
    static boolean comparesAndFaults(Case at) { return at.op.mnemonic == Mnemonic.CMPS && at.ours.faulted(); }
    static void sourceFirst(Case at, Rerun rerun) {
        var source = rerun.with(at, state -> {
            state.put(at.opcodeAt(), state.at(at.opcodeAt()) ^ CMPS_TO_LODS);
            state.register(RSI, at.ours.register(RSI));
            state.register(RCX, 1);
        });
        if (source.faulted()) at.ours.fault(source);
    }

    /** Flags are those of the last iteration that was completed. */
    static boolean faultsInRepetition(Case at) {
        return (at.op.rep || at.op.repne) && (at.op.mnemonic == Mnemonic.CMPS || at.op.mnemonic == Mnemonic.SCAS) && at.ours.faulted() && iterations(at) != 0;
    }
    static void flagsOfIterations(Case at, Rerun rerun) {
        var done = rerun.with(at, state -> state.register(RCX, iterations(at)));
        if (!done.faulted()) at.ours.set(State.RFLAGS, at.ours.get(State.RFLAGS) & ~Rflags.STATUS | done.get(State.RFLAGS) & Rflags.STATUS);
    }

    private static long iterations(Case at) {
        long done = at.before.register(RCX) - at.ours.register(RCX);
        return at.op.addressWidth == 8 ? done : done & (1L << 8 * at.op.addressWidth) - 1;
    }

    /** Repeated with 32-bit addresses in 64-bit code. */
    static boolean nothingRepeated(Case at) { return at.op.codeWidth == 64 && at.op.addressWidth == 4 && (at.op.rep || at.op.repne) && string(at.op) && iterations(at) == 0; }
    static void upperHalvesStay(Case at, Rerun rerun) { for (int register : new int[] {RCX, RSI, RDI}) at.ours.register(register, at.before.register(register)); }

    private static boolean string(Op op) {
        return op.dk == Kind.STRING_DESTINATION || op.sk == Kind.STRING_DESTINATION || op.dk == Kind.STRING_SOURCE || op.sk == Kind.STRING_SOURCE;
    }

    /** The target is looked at before the return address is stored. */
    static boolean callThatFaults(Case at) { return at.op.mnemonic == Mnemonic.CALL && at.ours.faulted(); }
    static void memoryStays(Case at, Rerun rerun) { restoreMemory(at); }

    static void restoreMemory(Case at) {
        at.ours.bytes.asSlice(State.MEMORY, State.MEMORY_BYTES).copyFrom(at.before.bytes.asSlice(State.MEMORY, State.MEMORY_BYTES));
    }

    static boolean pushesSelector(Case at) { return at.op.mnemonic == Mnemonic.PUSH_SEG && !at.fetchFaulted(); }
    /** All of the slot is written, as by PUSH of a register. */
    static void pushWidely(Case at, Rerun rerun) {
        int selector = selector(at.before, at.op.dr);
        at.ours.copy(rerun.with(at, state -> {
            stack(state, at, PUSH_AX);
            state.register(0, selector);
        }));
        at.ours.register(0, at.before.register(0));
        restoreRip(at);
    }

    static boolean popsSelector(Case at) { return at.op.mnemonic == Mnemonic.POP_SEG && !at.fetchFaulted(); }
    /** All of the slot is read, as by POP of a register. */
    static void popWidely(Case at, Rerun rerun) {
        var popped = rerun.with(at, state -> stack(state, at, POP_AX));
        if (popped.faulted()) at.ours.copy(popped);
    }

    /** An instruction on the stack with the same prefixes; REX.B would name another register. */
    private static void stack(State state, Case at, int opcode) {
        int from = at.opcodeAt();
        for (int i = State.CODE; i < from; i++) {
            int b = state.at(i);
            if (at.op.codeWidth == 64 && (b & 0xF0) == 0x40) state.put(i, b & ~1);
        }
        state.put(from, opcode);
    }

    private static void restoreRip(Case at) { if (!at.ours.faulted()) at.ours.set(State.RIP, at.op.next); }

    /** All of the selector's slot is read; and before it is seen that a selector of an inner level leads nowhere, the stack of that level. */
    static boolean returnsInward(Case at) {
        return returnsFar(at) && at.theirs.faulted() && !at.fetchFaulted()
                && at.ours.get(State.VECTOR) != at.theirs.get(State.VECTOR);
    }
    static void stackFirst(Case at, Rerun rerun) {
        long vector = at.theirs.get(State.VECTOR), width = at.op.width;
        boolean read = vector == PAGE_FAULT && (reads(at, width, 2 * width) || reads(at, 2 * width + released(at), 5 * width + released(at)));
        if (read || vector == STACK_FAULT || vector == ALIGNMENT_CHECK) rerun.fault(at, at.theirs);
    }

    private static boolean returnsFar(Case at) { return at.op.mnemonic == Mnemonic.RET_FAR || at.op.mnemonic == Mnemonic.IRET; }

    private static long released(Case at) { return at.op.mnemonic == Mnemonic.RET_FAR ? at.op.immediate : 0; }

    /** Whether the host's page fault is between two distances from the top of the stack. */
    private static boolean reads(Case at, long from, long to) {
        boolean small = at.op.codeWidth != 64 && (Tables.rights(at.before.selector(State.SS)) & AccessRights.DB) == 0;
        long distance = at.theirs.get(State.CR2) - new Placed(at.op, at.before, at.region).stack() - from;
        return (small ? distance & 0xFFFF : distance) >= 0 && (small ? distance & 0xFFFF : distance) < to - from;
    }

    static boolean interruptReturn(Case at) {
        long vector = at.ours.get(State.VECTOR);
        return at.op.mnemonic == Mnemonic.IRET && at.op.codeWidth == 64 && (vector == GENERAL_PROTECTION || vector == STACK_FAULT);
    }
    static void otherCheck(Case at, Rerun rerun) {
        if (at.theirs.get(State.VECTOR) == GENERAL_PROTECTION) at.ours.fault(GENERAL_PROTECTION, at.theirs.get(State.ERROR), 0);
    }

    /** All of RIP counts, though code of another width keeps only a half of it. */
    static boolean leaves64BitCode(Case at) {
        return returnsFar(at) && at.op.width == 8 && !at.ours.faulted() && at.ours.selector(State.CS) != Tables.USER_CODE_64;
    }
    static void canonicalTarget(Case at, Rerun rerun) {
        long rip = at.quadword(new Placed(at.op, at.before, at.region).stack());
        if (rip >>> 32 != 0) rerun.fault(at, GENERAL_PROTECTION, 0, 0);
    }

    /** An operand of which one half is canonical. */
    static boolean leavesCanonicalAddresses(Case at) {
        if (at.op.codeWidth != 64 || at.ours.get(State.VECTOR) != ALIGNMENT_CHECK) return false;
        if (at.accessesMemory()) return leavesCanonicalAddresses(at, at.operand());
        return string(at.op) && (leavesCanonicalAddresses(at, at.ours.register(RSI)) || leavesCanonicalAddresses(at, at.ours.register(RDI)));
    }

    private static boolean leavesCanonicalAddresses(Case at, long from) { return from >>> 47 == 0 && from + width(at) - 1 >>> 47 != 0; }

    static boolean offsetOutOfRange(Case at) {
        boolean based = at.op.codeWidth == 64 && at.op.segment >= Segment.FS && at.accessesMemory() && at.ours.get(State.VECTOR) == PAGE_FAULT && !at.fetchFaulted();
        return based && !canonical(at.operand() - Placed.base(at.before, at.op.segment, 64)) && canonical(at.operand());
    }

    private static boolean canonical(long address) { return address << 16 >> 16 == address; }

    static boolean outOfBounds(Case at) {
        boolean free = at.op.base != ZERO || at.op.index != at.op.dr;
        return at.op.mnemonic == Mnemonic.BOUND && at.ours.get(State.VECTOR) == BOUND_RANGE && free;
    }
    /** Both bounds are read before the first is compared: MOV reads the second, or BOUND does for a number that is not below the first. */
    static void readBounds(Case at, Rerun rerun) {
        int base = at.op.base, width = at.op.width;
        var read = rerun.with(at, state -> {
            if (base == ZERO) state.register(at.op.dr, LARGE);
            else {
                state.put(at.opcodeAt(), MOV_FROM_MEMORY);
                state.register(base, state.register(base) + width);
            }
        });
        if (read.faulted()) at.ours.fault(read);
    }

    static boolean unalignedVector(Case at) {
        return UNALIGNED.contains(at.op.mnemonic) && at.accessesMemory() && (at.before.get(State.RFLAGS) & Rflags.AC) != 0 && (at.operand() & 15) != 0;
    }
    static void checkAlignment(Case at, Rerun rerun) {
        long vector = at.ours.get(State.VECTOR);
        if (vector == State.NONE || vector == PAGE_FAULT && !at.fetchFaulted()) rerun.fault(at, ALIGNMENT_CHECK, 0, 0);
    }

    static boolean storesX87(Case at) { return X87_STORES.contains(at.op.mnemonic) && at.op.dk == Kind.MEM && !at.ours.faulted(); }
    /** Whether the store would fault is known before an exception that forbids it: masked ones show. */
    static void addressFirst(Case at, Rerun rerun) {
        var masked = rerun.with(at, AmdAccesses::maskExceptions);
        if (masked.faulted()) rerun.fault(at, masked);
    }

    static boolean maskedStore(Case at) {
        return (at.op.mnemonic == Mnemonic.MASKMOVDQU || at.op.mnemonic == Mnemonic.MASKMOVQ) && at.ours.faulted() && !at.fetchFaulted();
    }
    static void wholeOperand(Case at, Rerun rerun) {
        boolean page = at.theirs.get(State.VECTOR) == PAGE_FAULT;
        if (page && at.op.mnemonic == Mnemonic.MASKMOVDQU) at.ours.fault(at.theirs);
        long vector = at.ours.get(State.VECTOR);
        if (!page && (vector == PAGE_FAULT || vector == ALIGNMENT_CHECK) && beyondLimit(at)) segmentFault(at, rerun);
    }

    private static boolean beyondLimit(Case at) {
        long bytes = at.op.mnemonic == Mnemonic.MASKMOVQ ? 8 : 16, offset = at.before.register(RDI) & (at.op.addressWidth == 2 ? 0xFFFF : END_32 - 1);
        boolean expandsDown = (Tables.rights(selector(at.before, at.op.segment)) & EXPAND_DOWN_TYPE) == EXPAND_DOWN;
        long limit = Tables.limit(selector(at.before, at.op.segment)) & END_32 - 1;
        return at.op.codeWidth != 64 && (expandsDown ? offset <= limit : offset + bytes - 1 > limit);
    }

    static boolean countsAboveSize(Case at) {
        boolean counted = at.op.mnemonic == Mnemonic.SHLD || at.op.mnemonic == Mnemonic.SHRD;
        return counted && at.op.width == 2 && !at.ours.faulted() && !at.theirs.faulted() && Undefined.count(at) > 16;
    }
    static void undefinedResult(Case at, Rerun rerun) {
        at.ours.set(State.RFLAGS, at.ours.get(State.RFLAGS) & ~Rflags.STATUS | at.theirs.get(State.RFLAGS) & Rflags.STATUS);
        if (at.op.dk == Kind.REG) at.ours.register(at.op.dr, at.ours.register(at.op.dr) & ~0xFFFFL | at.theirs.register(at.op.dr) & 0xFFFF);
        else if (at.inMemory(2)) at.ours.selector(State.MEMORY + at.memoryOffset(), at.theirs.selector(State.MEMORY + at.memoryOffset()));
    }
}
