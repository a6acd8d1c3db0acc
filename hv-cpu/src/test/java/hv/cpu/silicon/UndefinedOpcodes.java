package hv.cpu.silicon;

import hv.cpu.decode.Encodings;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Row;

/**
 * Bytes that are no instruction, or one that is too long: random opcodes of all maps with random prefixes, up to fifteen bytes of them. Their lengths show
 * where #GP (more than 15 bytes) or a page fault at the end of the code takes precedence over #UD.
 */
final class UndefinedOpcodes implements Subject.Favour {
    private static final int[] PREFIXES = {0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x66, 0x67, 0xF0, 0xF2, 0xF2, 0xF3, 0xF3};
    private static final int LONGEST = 15;

    @Override
    public byte[] code(CaseRandom random, Encodings encodings, Row row, int codeWidth) {
        byte[] bytes = new byte[LONGEST];
        random.nextBytes(bytes);
        int length = random.once(4) ? random.nextInt(LONGEST - 3) : random.nextInt(3);
        for (int i = 0; i < length; i++) bytes[i] = (byte) random.pick(PREFIXES);
        if (codeWidth == 64 && random.once(4)) bytes[length++] = (byte) (0x40 | random.nextInt(16));
        if (random.once(4)) return bytes;
        bytes[length++] = 0x0F;
        if (random.once(3)) bytes[length] = (byte) (0x38 | random.nextInt(8));
        return bytes;
    }

    @Override
    public boolean suits(Op op) { return op.mnemonic == Mnemonic.UNDEFINED || op.mnemonic == Mnemonic.TOO_LONG; }

    @Override
    public void choose(CaseRandom random, Op op, State before) {}
}
