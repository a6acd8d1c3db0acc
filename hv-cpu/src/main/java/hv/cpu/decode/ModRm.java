package hv.cpu.decode;

/**
 * The memory operand of a ModRM byte: SIB byte and displacement, base, index and default segment.
 *
 * @sdm 2A 2.1.5 "Addressing-Mode Encoding of ModR/M and SIB Bytes"; 2A 2.2.1.6 "RIP-Relative Addressing"
 */
public final class ModRm {
    private static final int RBX = 3, RSP = 4, RBP = 5, RSI = 6, RDI = 7;
    /** Base and index of the 16-bit forms, by rm. */
    private static final int[] BASE_16 = {RBX, RBX, RBP, RBP, RSI, RDI, RBP, RBX};
    private static final int[] INDEX_16 = {RSI, RDI, RSI, RDI, Draft.NO_REGISTER, Draft.NO_REGISTER, Draft.NO_REGISTER, Draft.NO_REGISTER};

    private ModRm() {}

    /** The rm field of the 16-bit form with this base and index ({@link Draft#NO_REGISTER} for none); -1 where there is no such form. */
    public static int rm16(int base, int index) {
        for (int rm = 0; rm < 8; rm++) if (BASE_16[rm] == base && INDEX_16[rm] == index) return rm;
        return -1;
    }

    /** Reads the SIB byte and the displacement that follow the ModRM byte; not for mod 3. */
    static void address(Draft d) {
        if (d.addressWidth == 2) address16(d);
        else address32(d);
        if (d.override < 0 && (d.base == RSP || d.base == RBP)) d.segment = Draft.SS;
    }

    private static void address16(Draft d) {
        if (d.mod() == 0 && d.rm() == 6) {
            d.displacement = d.signed(2);
            return;
        }
        d.base = BASE_16[d.rm()];
        d.index = INDEX_16[d.rm()];
        displacement(d, 2);
    }

    private static void address32(Draft d) {
        if (d.rm() == 4) {
            sib(d);
        } else if (d.mod() == 0 && d.rm() == 5) {
            d.displacement = d.signed(4);
            d.ripRelative = d.in64();
        } else {
            d.base = d.rm() | d.rexB();
            displacement(d, 4);
        }
    }

    private static void sib(Draft d) {
        int sib = d.u8();
        int index = sib >> 3 & 7 | d.rexX();
        if (index != 4) {
            d.index = index;
            d.shift = sib >> 6;
        }
        if ((sib & 7) == 5 && d.mod() == 0) {
            d.displacement = d.signed(4);
        } else {
            d.base = sib & 7 | d.rexB();
            displacement(d, 4);
        }
    }

    private static void displacement(Draft d, int full) {
        if (d.mod() == 1) d.displacement = d.signed(1);
        else if (d.mod() == 2) d.displacement = d.signed(full);
    }
}
