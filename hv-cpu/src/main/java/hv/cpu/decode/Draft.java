package hv.cpu.decode;

import java.util.Arrays;

/** An instruction while it is being decoded: the parts read so far, and the future fields of the {@link Op}. */
final class Draft {
    /** The number that stands for no register as a base or an index. */
    static final int NO_REGISTER = 16;
    static final int SS = 2, DS = 3;
    private static final int LONGEST = 15;

    final int[] kind = new int[3], register = new int[3], operandWidth = new int[3];
    private Fetch bytes;
    int length;

    boolean lock, rep, repne, operandSizeOverride, addressSizeOverride;
    int rex;
    /** The segment override in force; -1 for none. */
    int override;
    int opcode, modrm;
    int operandSize, width, addressWidth;
    int segment, base, index, shift;
    long displacement;
    boolean ripRelative;
    long immediate, target;
    int immediate2;
    long rip, next;
    int codeWidth;

    void start(Fetch bytes, long rip, int codeWidth) {
        this.bytes = bytes;
        this.rip = rip;
        this.codeWidth = codeWidth;
        lock = rep = repne = operandSizeOverride = addressSizeOverride = false;
        override = -1;
        length = rex = modrm = 0;
        clearOperands();
    }

    /** Resets the operands, as for an instruction without any. */
    void clearOperands() {
        Arrays.fill(kind, Kind.NONE);
        Arrays.fill(register, 0);
        Arrays.fill(operandWidth, 0);
        segment = DS;
        base = index = NO_REGISTER;
        shift = immediate2 = 0;
        displacement = immediate = target = 0;
        ripRelative = false;
        operandSize = width = codeWidth == 16 ? 2 : 4;
        addressWidth = codeWidth >> 3;
    }

    boolean in64() { return codeWidth == 64; }
    int mod() { return modrm >> 6; }
    int reg() { return modrm >> 3 & 7; }
    int rm() { return modrm & 7; }
    /** Bit 3 of a register number, from REX.R, REX.X and REX.B. */
    int rexR() { return rex << 1 & 8; }
    int rexX() { return rex << 2 & 8; }
    int rexB() { return rex << 3 & 8; }
    boolean rexW() { return (rex & 8) != 0; }

    /** The next byte, 0 to 255. */
    int u8() {
        if (length == LONGEST) throw TooLong.INSTANCE;
        return bytes.at(length++) & 0xFF;
    }

    int u16() { return u8() | u8() << 8; }

    int s32() { return u16() | u16() << 16; }

    /** The next {@code n} bytes (1, 2, 4 or 8), sign-extended. */
    long signed(int n) {
        return switch (n) {
            case 1 -> (byte) u8();
            case 2 -> (short) u16();
            case 4 -> s32();
            default -> s32() & 0xFFFF_FFFFL | (long) s32() << 32;
        };
    }

    /** The next {@code n} bytes (1, 2, 4 or 8), zero-extended. */
    long unsigned(int n) { return truncate(signed(n), n); }

    /** The low {@code n} bytes of a value. */
    static long truncate(long value, int n) { return n == 8 ? value : value & (1L << 8 * n) - 1; }

    /** Thrown where a sixteenth byte is asked for. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final TooLong INSTANCE = new TooLong();

        private TooLong() { super("instruction longer than 15 bytes", null, false, false); }
    }
}
