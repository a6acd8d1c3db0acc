package hv.cpu.silicon;

import static hv.cpu.state.Registers.RBP;
import static hv.cpu.state.Registers.RBX;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RSI;
import static hv.cpu.state.Registers.RSP;
import static hv.cpu.state.Registers.ZERO;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Operand;
import hv.cpu.state.Segment;

/** Chooses registers, displacements and segment bases such that the memory operands of an instruction mostly lie in a window. */
final class Addresses {
    private static final int LONGEST_REPETITION = 24;

    private final CaseRandom random;
    private Region region;
    private Op op;
    private State state;

    Addresses(CaseRandom random) { this.random = random; }

    /** Where the memory of the next case is. */
    Region region() {
        return switch (random.nextInt(16)) {
            case 0 -> Region.FIRST_PAGE_ONLY;
            case 1 -> Region.SECOND_PAGE_ONLY;
            case 2 -> Region.SECOND_PAGE_READ_ONLY;
            case 3 -> Region.FIRST_PAGE_READ_ONLY;
            default -> Region.WINDOW;
        };
    }

    /** @param state its registers and the displacement in its instruction are set */
    void choose(Op op, Region region, State state) {
        this.op = op;
        this.region = region;
        this.state = state;
        set(RSP, (inside() & (random.once(4) ? -1 : -8)) - base(Segment.SS));
        set(RBP, inside() - base(Segment.SS));
        if (op.dk == Kind.STRING_DESTINATION || op.sk == Kind.STRING_DESTINATION) string(RDI);
        if (op.mnemonic == Mnemonic.MASKMOVDQU || op.mnemonic == Mnemonic.MASKMOVQ) string(RDI);
        if (op.dk == Kind.STRING_SOURCE || op.sk == Kind.STRING_SOURCE) string(RSI);
        if (op.rep || op.repne) set(RCX, random.once(16) ? random.value() : random.nextInt(LONGEST_REPETITION));
        if (op.mnemonic == Mnemonic.XLAT) set(RBX, inside() - base(op.segment) - 128);
        if (op.dk == Kind.MEM || op.sk == Kind.MEM) operand(target());
    }

    /** An address well within the memory of the case. */
    private long inside() { return region.memory() + 128 + random.nextInt(State.MEMORY_BYTES - 256); }

    private void string(int register) {
        set(register, target() - base(register == RSI ? op.segment : Segment.ES));
    }

    private long target() {
        if (random.once(40)) return wild();
        if (StateImages.take(op.mnemonic)) return region.memory() + StateImages.offset(random, op.mnemonic);
        int width = Math.max(1, op.dk == Kind.MEM ? op.dw : op.sw);
        long any = random.once(4) ? region.middle() + random.nextInt(40) - 24 : inside();
        return locked() || random.nextBoolean() ? any & -Integer.highestOneBit(width) : any;
    }

    /** Whether the instruction locks the bus. Linux makes bus locks across cache lines very slow, or forbids them. */
    private boolean locked() { return op.lock || op.mnemonic == Mnemonic.XCHG; }

    private long wild() {
        return switch (random.nextInt(4)) {
            case 0 -> random.value();
            case 1 -> random.nextLong() & -1L >>> 1 | 1L << 62;   // not canonical, with 57 bits neither
            case 2 -> 0x0000_8000_0000_0000L - random.nextInt(20);
            default -> 0xFFFF_8000_0000_0000L + (random.nextLong() >>> 24);
        };
    }

    private long base(int segment) { return Placed.base(state, segment, op.codeWidth); }

    private void operand(long linear) {
        long offset = linear - base(op.segment);
        if (op.base == ZERO && op.index == ZERO) displacement(offset);
        else if (op.base == ZERO) set(op.index, offset - op.displacement >> op.shift);
        else if (op.base != op.index) set(op.base, offset - op.displacement - (index() << op.shift));
        else set(op.base, (offset - op.displacement) / (1 + (1 << op.shift)));
    }

    private void set(int register, long value) { state.register(register, op.codeWidth == 64 ? value : value & 0xFFFF_FFFFL); }

    private long index() { return op.index == ZERO ? 0 : state.register(op.index); }

    /** Writes the displacement, which lies before the immediate operands, at the end of the instruction. */
    private void displacement(long offset) {
        boolean direct = op.row.operands().contains(Operand.Ob) || op.row.operands().contains(Operand.Ov);
        int bytes = direct ? op.addressWidth : Math.min(4, op.addressWidth);
        int at = State.CODE + op.length - immediateBytes() - bytes;
        long value = op.ripRelative ? offset - op.next : offset;
        for (int i = 0; i < bytes; i++) state.put(at + i, (int) (value >>> 8 * i));
    }

    private int immediateBytes() {
        if (op.row.operands().contains(Operand.ONE)) return 0;
        return (op.sk == Kind.IMM ? op.sw : 0) + (op.tk == Kind.IMM ? op.tw : 0);
    }
}
