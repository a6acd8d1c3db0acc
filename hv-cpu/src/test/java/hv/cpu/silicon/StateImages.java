package hv.cpu.silicon;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RDX;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.state.Registers;
import java.util.EnumSet;
import java.util.Set;

/**
 * Operands of FXSAVE, XSAVE and their kin: x87 and SSE state, initial and not, images in either format with bits set that must be 0, and masks.
 * Components are x87 and SSE alone: bits of XCR0 that the host may have set beyond them are in no mask and no header.
 */
final class StateImages implements Subject.Favour {
    private static final Set<Mnemonic> LEGACY = EnumSet.of(Mnemonic.FXSAVE, Mnemonic.FXRSTOR);
    private static final Set<Mnemonic> EXTENDED =
            EnumSet.of(Mnemonic.XSAVE, Mnemonic.XSAVEOPT, Mnemonic.XSAVEC, Mnemonic.XSAVES, Mnemonic.XRSTOR, Mnemonic.XRSTORS);
    private static final int LEGACY_BYTES = 512, EXTENDED_BYTES = 576, INSTRUCTION = 8, MXCSR = 24, HEADER = 512;
    private static final long COMPACTED = 1L << 63;

    private final X87Operands x87 = new X87Operands();

    /** Whether an instruction saves or restores such an image. */
    static boolean take(Mnemonic mnemonic) { return LEGACY.contains(mnemonic) || EXTENDED.contains(mnemonic); }

    /** Whether it is XSAVE or its kin. */
    static boolean extended(Mnemonic mnemonic) { return EXTENDED.contains(mnemonic); }

    static int bytes(Mnemonic mnemonic) { return LEGACY.contains(mnemonic) ? LEGACY_BYTES : EXTENDED_BYTES; }

    /** Where an image is within the memory of a case: mostly aligned as it must be. */
    static int offset(CaseRandom random, Mnemonic mnemonic) {
        int alignment = LEGACY.contains(mnemonic) ? 16 : 64, room = State.MEMORY_BYTES - bytes(mnemonic);
        return random.once(12) ? random.nextInt(room) : random.nextInt(room / alignment + 1) * alignment;
    }

    /** EDX and EAX hold the mask, so that they can't make the address. */
    @Override
    public boolean suits(Op op) {
        int address = op.base == Registers.ZERO ? op.index : op.base;
        return !EXTENDED.contains(op.mnemonic) || address != RAX && address != RDX;
    }

    @Override
    public void choose(CaseRandom random, Op op, State before) {
        if (!random.once(4)) x87.choose(random, op, before);
        if (!random.once(4)) for (int i = 0; i < 32; i++) before.set(FxImage.XMM + 8 * i, random.once(2) ? 0 : random.nextLong());
        if (!random.once(3)) FxImage.mxcsr(before, random.nextInt(0x10000));
        before.register(RAX, random.nextInt(4));
        before.register(RDX, random.once(4) ? unknownComponent(random) >>> 32 : 0);
    }

    /** A bit that stands for no component of any processor's. */
    private static long unknownComponent(CaseRandom random) { return 1L << 32 + random.nextInt(29); }

    @Override
    public void place(CaseRandom random, Op op, State before, Placed memory) {
        long at = memory.operand();
        memory.write(at + MXCSR, 4, random.once(8) ? 1L << (random.once(2) ? 16 : 18 + random.nextInt(14)) : random.nextInt(0x10000));
        if (op.width == 8) memory.write(at + INSTRUCTION, 8, pointer(random));
        if (EXTENDED.contains(op.mnemonic)) header(random, memory, at + HEADER);
    }

    /** Bits 56 to 47 are the same, so that it is all the same whether linear addresses are of 57 or 48 bits. */
    private static long pointer(CaseRandom random) { return random.nextLong() << 17 >> 17 ^ (long) random.nextInt(128) << 57; }

    private static void header(CaseRandom random, Placed memory, long at) {
        boolean compacted = random.once(2);
        for (int i = 0; i < 64; i += 8) memory.write(at + i, 8, 0);
        memory.write(at, 8, random.nextInt(4) | stray(random));
        if (compacted) memory.write(at + 8, 8, COMPACTED | (random.once(3) ? random.nextInt(4) : 3) | stray(random));
        else if (random.once(16)) memory.write(at + 8, 8, random.nextInt(4) | stray(random));
        if (random.once(8)) memory.write(at + 16 + random.nextInt(48), 1, 1 << random.nextInt(8));
    }

    private static long stray(CaseRandom random) { return random.once(16) ? unknownComponent(random) : 0; }
}
