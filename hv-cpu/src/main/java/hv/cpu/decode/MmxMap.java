package hv.cpu.decode;

import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;

import hv.cpu.platform.CpuidFeature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Integer instructions that exist for MMX registers and, with prefix 66H, for XMM registers.
 *
 * @sdm 2D appendix A "Two-byte Opcode Map" and "Three-byte Opcode Map"
 */
final class MmxMap {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private MmxMap() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(interleaving());
        pairs(rows, "0F", 0x63, PACKSSWB, PCMPGTB, PCMPGTW, PCMPGTD, PACKUSWB, PUNPCKHBW, PUNPCKHWD, PUNPCKHDQ, PACKSSDW);
        pairs(rows, "0F", 0x74, PCMPEQB, PCMPEQW, PCMPEQD);
        pairs(rows, "0F", 0xD1, PSRLW, PSRLD, PSRLQ, PADDQ, PMULLW);
        pairs(rows, "0F", 0xD8, PSUBUSB, PSUBUSW, PMINUB, PAND, PADDUSB, PADDUSW, PMAXUB, PANDN, PAVGB, PSRAW, PSRAD, PAVGW, PMULHUW, PMULHW);
        pairs(rows, "0F", 0xE8, PSUBSB, PSUBSW, PMINSW, POR, PADDSB, PADDSW, PMAXSW, PXOR);
        pairs(rows, "0F", 0xF1, PSLLW, PSLLD, PSLLQ, PMULUDQ, PMADDWD, PSADBW);
        pairs(rows, "0F", 0xF8, PSUBB, PSUBW, PSUBD, PSUBQ, PADDB, PADDW, PADDD);
        rows.addAll(shifts());
        rows.addAll(moves());
        rows.addAll(Row.each(supplement(), CpuidFeature.SSSE3));
        return rows;
    }

    /** Adds rows for consecutive opcodes of a map, from {@code first} on. */
    private static void pairs(List<Row> rows, String map, int first, Mnemonic... mnemonics) {
        for (int i = 0; i < mnemonics.length; i++) {
            String opcode = map + " " + HEX.toHexDigits((byte) (first + i)) + " /r";
            rows.add(row("NP " + opcode, mnemonics[i], Pq, Qq));
            rows.add(row("66 " + opcode, mnemonics[i], Vx, Wx));
        }
    }

    private static List<Row> interleaving() {
        return List.of(
                row("NP 0F 60 /r", PUNPCKLBW, Pq, Qd),
                row("66 0F 60 /r", PUNPCKLBW, Vx, Wx),
                row("NP 0F 61 /r", PUNPCKLWD, Pq, Qd),
                row("66 0F 61 /r", PUNPCKLWD, Vx, Wx),
                row("NP 0F 62 /r", PUNPCKLDQ, Pq, Qd),
                row("66 0F 62 /r", PUNPCKLDQ, Vx, Wx));
    }

    private static List<Row> shifts() {
        List<Row> rows = new ArrayList<>();
        shift(rows, "71 mod=3 /2", PSRLW);
        shift(rows, "71 mod=3 /4", PSRAW);
        shift(rows, "71 mod=3 /6", PSLLW);
        shift(rows, "72 mod=3 /2", PSRLD);
        shift(rows, "72 mod=3 /4", PSRAD);
        shift(rows, "72 mod=3 /6", PSLLD);
        shift(rows, "73 mod=3 /2", PSRLQ);
        shift(rows, "73 mod=3 /6", PSLLQ);
        return rows;
    }

    private static void shift(List<Row> rows, String opcode, Mnemonic mnemonic) {
        rows.add(row("NP 0F " + opcode, mnemonic, Nq, Ib));
        rows.add(row("66 0F " + opcode, mnemonic, Ux, Ib));
    }

    private static List<Row> moves() {
        return List.of(
                row("NP 0F 6E /r", MOVD, Pq, Ey),
                row("66 0F 6E /r", MOVD, Vx, Ey),
                row("NP 0F 7E /r", MOVD, Ey, Pq),
                row("66 0F 7E /r", MOVD, Ey, Vx),
                row("NP 0F 6F /r", MOVQ, Pq, Qq),
                row("NP 0F 7F /r", MOVQ, Qq, Pq),
                row("NP 0F 70 /r", PSHUFW, Pq, Qq, Ib),
                row("NP 0F 77", EMMS),
                row("NP 0F C4 /r", PINSRW, Pq, RdMw, Ib),
                row("66 0F C4 /r", PINSRW, Vx, RdMw, Ib),
                row("NP 0F C5 mod=3 /r", PEXTRW, Gd, Nq, Ib),
                row("66 0F C5 mod=3 /r", PEXTRW, Gd, Ux, Ib),
                row("NP 0F D7 mod=3 /r", PMOVMSKB, Gy, Nq),
                row("66 0F D7 mod=3 /r", PMOVMSKB, Gy, Ux),
                row("NP 0F E7 /r", MOVNTQ, Mq, Pq),
                row("NP 0F F7 mod=3 /r", MASKMOVQ, Pq, Nq));
    }

    private static List<Row> supplement() {
        List<Row> rows = new ArrayList<>(List.of(
                row("NP 0F 3A 0F /r", PALIGNR, Pq, Qq, Ib),
                row("66 0F 3A 0F /r", PALIGNR, Vx, Wx, Ib)));
        pairs(rows, "0F 38", 0x00, PSHUFB, PHADDW, PHADDD, PHADDSW, PMADDUBSW, PHSUBW, PHSUBD, PHSUBSW, PSIGNB, PSIGNW, PSIGND, PMULHRSW);
        pairs(rows, "0F 38", 0x1C, PABSB, PABSW, PABSD);
        return rows;
    }
}
