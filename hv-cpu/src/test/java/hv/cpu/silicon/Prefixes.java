package hv.cpu.silicon;

/** The bytes before the opcode of a case's instruction. */
final class Prefixes {
    static final int LOCK = 0xF0, REPNE = 0xF2, REP = 0xF3, OPERAND_SIZE = 0x66;
    /** An instruction has 15 bytes at most. */
    private static final int MOST = 14;
    private static final int REX = 0x40, ANY_REX = 0xF0;

    private Prefixes() {}

    /** Where the opcode begins, as an offset in the state. @param codeWidth 16, 32 or 64 */
    static int end(State before, int codeWidth) {
        int at = State.CODE;
        while (at < State.CODE + MOST && prefix(before.at(at), codeWidth)) at++;
        return at;
    }

    /** Whether one of them has a value. */
    static boolean has(State before, int codeWidth, int prefix) {
        for (int at = end(before, codeWidth) - 1; at >= State.CODE; at--) if (before.at(at) == prefix) return true;
        return false;
    }

    /** The REX prefix that counts, the one before the opcode; 0 for none. */
    static int rex(State before, int codeWidth) {
        int at = end(before, codeWidth) - 1;
        return codeWidth == 64 && at >= State.CODE && (before.at(at) & ANY_REX) == REX ? before.at(at) : 0;
    }

    private static boolean prefix(int b, int codeWidth) {
        return switch (b) {
            case 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, OPERAND_SIZE, 0x67, LOCK, REPNE, REP -> true;
            default -> codeWidth == 64 && (b & ANY_REX) == REX;
        };
    }
}
