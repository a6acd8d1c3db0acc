package hv.cpu.silicon;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Opcodes that are no instructions to our processor, at least with some prefixes or ModRM bytes, but are to newer ones of Intel's: what the host does
 * with them proves nothing.
 *
 * @sdm 2D appendix A "Opcode Map"
 */
final class NewerOpcodes {
    private static final int ESCAPE = 0x0F, TWO_BYTES = 0x100, OF_38 = 0x200, OF_3A = 0x300;
    private static final Set<Integer> OPCODES = new HashSet<>();

    static {
        add(0, "62 c4 c5 d5", "EVEX, VEX and REX2 prefixes");
        add(TWO_BYTES, "00 01 0d 18 19 1a 1b 1c 1d 1e 1f ae b8 c7", "LKGS; XBEGIN's kin, protection keys, CET; hints; TPAUSE, CLWB, PTWRITE; RDPID");
        add(OF_38, "8a 8b c8 c9 ca cb cc cd cf d8 dc dd de df f5 f6 f8 f9 fa fb fc", "MOVRS; SHA; GFNI; AES Key Locker; CET; ADX; MOVDIRI, ENQCMD; AADD");
        add(OF_3A, "cc ce cf f0", "SHA; GFNI; HRESET");
    }

    private NewerOpcodes() {}

    /** @param why the instructions that have them, for the reader */
    private static void add(int map, String opcodes, String why) {
        for (byte opcode : HexFormat.ofDelimiter(" ").parseHex(opcodes)) OPCODES.add(map | opcode & 0xFF);
    }

    /** Whether the instruction of a case has such an opcode. */
    static boolean has(State before, int codeWidth) {
        int at = Prefixes.end(before, codeWidth);
        int opcode = before.at(at), modrm = before.at(at + 1);
        if (opcode != ESCAPE) return OPCODES.contains(opcode) || (opcode | 1) == 0xC7 && modrm == 0xF8;   // XABORT, XBEGIN
        opcode = before.at(at + 1);
        if (opcode == 0x38 || opcode == 0x3A) return OPCODES.contains((opcode == 0x38 ? OF_38 : OF_3A) | before.at(at + 2));
        return OPCODES.contains(TWO_BYTES | opcode);
    }
}
