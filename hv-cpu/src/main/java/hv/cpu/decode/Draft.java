package hv.cpu.decode;

import java.util.Arrays;

/** An instruction while it is being decoded: what has been read so far, and what will be the fields of the {@link Op}. */
final class Draft {
    /** "No register" as a base or an index. */
    static final int NO_REGISTER = 16;
    static final int ES = 0, SS = 2, DS = 3, FS = 4;

    final int[] kind = new int[3], register = new int[3], operandWidth = new int[3];

    Row row;
    int opcode, modrm;
    int rex;
    /** The last segment override in force, or -1. */
    int override;
    int width, operandSize, addressWidth;
    int segment, base, index, shift;
    long displacement;
    boolean ripRelative;
    long immediate, target;
    int immediate2, condition;
    boolean lock, rep, repne, operandSizeOverride, addressSizeOverride;
    long rip, next;
    int length, codeWidth;

    void clear(long rip, int codeWidth) {
        Arrays.fill(kind, Kind.NONE);
        Arrays.fill(register, 0);
        Arrays.fill(operandWidth, 0);
        this.rip = rip;
        this.codeWidth = codeWidth;
        row = Row.UNDEFINED;
        modrm = rex = width = length = shift = immediate2 = condition = 0;
        override = -1;
        segment = DS;
        base = index = NO_REGISTER;
        displacement = immediate = target = 0;
        ripRelative = lock = rep = repne = operandSizeOverride = addressSizeOverride = false;
    }

    boolean in64() { return codeWidth == 64; }
    int mod() { return modrm >> 6; }
    int reg() { return modrm >> 3 & 7; }
    int rm() { return modrm & 7; }
    /** The mandatory prefix in force: 0 none, 1 66H, 2 F3H, 3 F2H. */
    int mandatoryPrefix() { return repne ? 3 : rep ? 2 : operandSizeOverride ? 1 : 0; }
    boolean rexW() { return (rex & 8) != 0; }
    int rexR() { return (rex & 4) << 1; }
    int rexX() { return (rex & 2) << 2; }
    int rexB() { return (rex & 1) << 3; }
}
