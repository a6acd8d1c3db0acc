package hv.cpu.silicon;

import static hv.cpu.state.Registers.RCX;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import java.util.EnumSet;
import java.util.Set;

/** Operands of system instructions: selectors that exist, far pointers, frames for IRET. */
final class SystemOperands implements Subject.Favour {
    private static final Set<Mnemonic> TAKE_SELECTORS =
            EnumSet.of(Mnemonic.LAR, Mnemonic.LSL, Mnemonic.VERR, Mnemonic.VERW, Mnemonic.MOV_TO_SEG, Mnemonic.ARPL);
    private static final Set<Mnemonic> TAKE_POINTERS = EnumSet.of(Mnemonic.LDS, Mnemonic.LES, Mnemonic.LFS, Mnemonic.LGS, Mnemonic.LSS,
            Mnemonic.CALL_FAR, Mnemonic.JMP_FAR);
    /** Where code can go on. */
    private static final int[] CODE = {Tables.USER_CODE_32, Tables.USER_CODE_64, Tables.local(0), Tables.local(11), Tables.local(13), Tables.local(15)};

    @Override
    public void choose(CaseRandom random, Op op, State before) {
        if (TAKE_SELECTORS.contains(op.mnemonic)) {
            if (op.sk == Kind.REG) before.register(op.sr, selector(random) | random.value() & mask(op) & ~0xFFFFL);
            if (op.dk == Kind.REG && op.mnemonic != Mnemonic.MOV_TO_SEG) before.register(op.dr, selector(random));
        }
        if (op.mnemonic == Mnemonic.WRFSBASE || op.mnemonic == Mnemonic.WRGSBASE)
            before.register(op.dr, random.once(8) ? random.value() : random.nextLong() >> 17);
        if (op.mnemonic == Mnemonic.XGETBV) before.register(RCX, random.nextInt(3));
    }

    private static long mask(Op op) { return op.codeWidth == 64 ? -1 : 0xFFFF_FFFFL; }

    /** Any that both processors know alike, now and then with another RPL. */
    static int selector(CaseRandom random) {
        int selector = switch (random.nextInt(8)) {
            case 0 -> random.nextInt(4);
            case 1 -> random.nextInt(Tables.TSS >> 3) << 3 | 3;
            case 2 -> 0x80 + 8 * random.nextInt(0x1000) & 0xFFF8;
            case 3 -> Tables.local(Tables.localEntries() + random.nextInt(4));
            case 4 -> Tables.USER_DATA;
            default -> Tables.local(random.nextInt(Tables.localEntries()));
        };
        return random.once(6) ? selector & ~3 | random.nextInt(4) : selector;
    }

    @Override
    public void place(CaseRandom random, Op op, State before, Placed memory) {
        int w = op.width;
        boolean inMemory = op.dk == Kind.MEM || op.sk == Kind.MEM;
        if (TAKE_SELECTORS.contains(op.mnemonic) && inMemory) memory.write(memory.operand(), 2, selector(random));
        if (TAKE_POINTERS.contains(op.mnemonic) && inMemory) pointer(random, op, memory, memory.operand());
        if (op.mnemonic == Mnemonic.POP_SEG) memory.write(memory.stack(), 2, selector(random));
        if (op.mnemonic == Mnemonic.RET_FAR || op.mnemonic == Mnemonic.IRET) pointer(random, op, memory, memory.stack());
        if (op.mnemonic == Mnemonic.IRET) frame(random, op, before, memory, memory.stack() + 2L * w);
    }

    private static void pointer(CaseRandom random, Op op, Placed memory, long at) {
        boolean code = !op.mnemonic.name().startsWith("L");
        int selector = code && !random.once(4) ? random.pick(CODE) : selector(random);
        if (code && !random.once(8)) memory.write(at, op.width, Region.CODE.linear + random.nextInt(0x2000) - Tables.base(selector));
        memory.write(at + op.width, 2, selector);
    }

    /** RFLAGS, and what is read in 64-bit code. */
    private static void frame(CaseRandom random, Op op, State before, Placed memory, long at) {
        memory.write(at, op.width, random.nextInt(1 << 22) & ~Rflags.AC);   // Linux takes #AC by what IRET has loaded for a split lock, and tries again
        memory.write(at + op.width, op.width, before.register(4) + random.nextInt(64));
        memory.write(at + 2L * op.width, 2, random.once(2) ? Tables.USER_DATA : selector(random));
    }
}
