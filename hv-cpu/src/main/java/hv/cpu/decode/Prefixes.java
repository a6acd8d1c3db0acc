package hv.cpu.decode;

/**
 * Prefix bytes, in any order and number. Where several exclude each other, the last one is in force.
 *
 * @sdm 2A 2.1.1 "Instruction Prefixes"; 2A 2.2.1 "REX Prefixes"
 */
final class Prefixes {
    private Prefixes() {}

    /** Reads all prefixes. @return the byte after them */
    static int read(Draft d) {
        while (true) {
            int b = d.u8();
            if (d.in64() && (b & 0xF0) == 0x40) d.rex = b;
            else if (legacy(d, b)) d.rex = 0;   // REX counts only right before the opcode
            else return b;
        }
    }

    private static boolean legacy(Draft d, int b) {
        switch (b) {
            case 0x26, 0x2E, 0x36, 0x3E -> { if (!d.in64()) d.override = b >> 3 & 3; }
            case 0x64, 0x65 -> d.override = b & 7;
            case 0x66 -> d.operandSizeOverride = true;
            case 0x67 -> d.addressSizeOverride = true;
            case 0xF0 -> d.lock = true;
            case 0xF2, 0xF3 -> {
                d.rep = b == 0xF3;
                d.repne = b == 0xF2;
            }
            default -> { return false; }
        }
        return true;
    }
}
