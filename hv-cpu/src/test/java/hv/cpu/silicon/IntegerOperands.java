package hv.cpu.silicon;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDX;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import java.util.EnumSet;
import java.util.Set;

/** Operands of integer instructions that random ones would seldom be: quotients that fit, equal comparands, targets that are canonical. */
final class IntegerOperands implements Subject.Favour {
    private static final Set<Mnemonic> BRANCHES = EnumSet.of(Mnemonic.CALL, Mnemonic.JMP);

    @Override
    public void choose(CaseRandom random, Op op, State before) {
        switch (op.mnemonic) {
            case DIV, IDIV -> divisible(random, op, before);
            case CMPXCHG8B, CMPXCHG16B, CMPXCHG -> comparands(random, op, before);
            case LOOP, LOOPE, LOOPNE, JCXZ -> { if (random.once(2)) before.register(RCX, random.nextInt(3)); }
            case BT, BTS, BTR, BTC -> { if (op.sk == Kind.REG && random.once(2)) before.register(op.sr, random.nextInt(2048) - 1024); }
            case CALL, JMP -> { if (op.dk == Kind.REG && random.once(2)) before.register(op.dr, Region.CODE.linear + random.nextInt(0x2000)); }
            default -> { }
        }
        if (op.codeWidth != 64) for (int i = 0; i < 8; i++) before.register(i, before.register(i) & 0xFFFF_FFFFL);
    }

    /** Targets of branches through memory. */
    @Override
    public void place(CaseRandom random, Op op, State before, Placed memory) {
        if (random.once(4)) return;
        long target = Region.CODE.linear + random.nextInt(0x2000) - (op.codeWidth == 64 ? 0 : Tables.base(before.selector(State.CS)));
        if (op.mnemonic == Mnemonic.RET) memory.write(memory.stack(), op.width, target);
        else if (BRANCHES.contains(op.mnemonic) && op.dk == Kind.MEM) memory.write(memory.operand(), op.width, target);
    }

    /** A high half near 0 or -1 mostly gives a quotient that fits. */
    private static void divisible(CaseRandom random, Op op, State before) {
        if (random.once(4)) return;
        if (op.width == 1) before.register(RAX, random.nextInt(1 << 12));
        else before.register(RDX, random.nextInt(64) - random.nextInt(2) * 64);
    }

    private static void comparands(CaseRandom random, Op op, State before) {
        if (random.once(2)) return;
        long value = random.nextInt(2);
        everywhere(before, value, true);
        before.register(RAX, value);
        before.register(RDX, op.width == 8 ? value : 0);
    }

    /** Fills the memory with one value, since the address is not chosen yet. */
    private static void everywhere(State before, long value, boolean really) {
        if (really) for (int i = 0; i < State.MEMORY_BYTES; i += 8) before.set(State.MEMORY + i, value);
    }
}
