package hv.cpu.silicon;

import java.util.Map;

/**
 * Opcodes that are no instructions to our processor, at least with some prefixes or outside 64-bit code, but are to AMD's.
 *
 * <p>Source: AMD64 Architecture Programmer's Manual 3, appendix A "Opcode and Operand Encodings".
 */
final class AmdOpcodes {
    private static final int ESCAPE = 0x0F, XOP = 0x8F;
    private static final Map<Integer, String> TWO_BYTES = Map.of(0x05, "SYSCALL in compatibility mode", 0x07, "SYSRET in compatibility mode", 0x0F, "3DNow!",
            0x20, "MOV from CR8 with LOCK", 0x22, "MOV to CR8 with LOCK", 0x2B, "MOVNTSS, MOVNTSD", 0x78, "EXTRQ, INSERTQ", 0x79, "EXTRQ, INSERTQ");

    private AmdOpcodes() {}

    /** Whether the instruction of a case has such an opcode. */
    static boolean has(State before, int codeWidth) {
        int at = Prefixes.end(before, codeWidth), opcode = before.at(at);
        return opcode == XOP || opcode == ESCAPE && TWO_BYTES.containsKey(before.at(at + 1)) || codeWidth == 64 && shorterBranch(before, codeWidth);
    }

    /** With 66H it is two bytes shorter, and may not be too long. */
    private static boolean shorterBranch(State before, int codeWidth) {
        int at = Prefixes.end(before, codeWidth), opcode = before.at(at);
        boolean branch = opcode == 0xE8 || opcode == 0xE9 || opcode == ESCAPE && (before.at(at + 1) & 0xF0) == 0x80;
        return branch && Prefixes.has(before, codeWidth, Prefixes.OPERAND_SIZE);
    }
}
