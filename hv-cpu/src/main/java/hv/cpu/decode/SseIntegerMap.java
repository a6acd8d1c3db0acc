package hv.cpu.decode;

import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;
import static hv.cpu.platform.CpuidFeature.AES;
import static hv.cpu.platform.CpuidFeature.SSE4_1;
import static hv.cpu.platform.CpuidFeature.SSE4_2;

import hv.cpu.platform.CpuidFeature;
import java.util.ArrayList;
import java.util.List;

/**
 * Integer instructions of SSE2 to SSE4.2, AES-NI and PCLMULQDQ that exist for XMM registers only.
 *
 * @sdm 2D appendix A "Two-byte Opcode Map" and "Three-byte Opcode Map"
 */
final class SseIntegerMap {
    private SseIntegerMap() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (var part : List.of(moves(), shuffles(), comparisons(), carryLess())) rows.addAll(part);
        for (var part : List.of(extensions(), arithmetic(), elements())) rows.addAll(Row.each(part, SSE4_1));
        rows.addAll(Row.each(encryption(), AES));
        return rows;
    }

    private static List<Row> moves() {
        return List.of(
                row("66 0F 6F /r", MOVDQA, Vx, Wx),
                row("F3 0F 6F /r", MOVDQU, Vx, Wx),
                row("66 0F 7F /r", MOVDQA, Wx, Vx),
                row("F3 0F 7F /r", MOVDQU, Wx, Vx),
                row("F3 0F 7E /r", MOVQ, Vq, Wq),
                row("66 0F D6 /r", MOVQ, Wq, Vq),
                row("F3 0F D6 mod=3 /r", MOVQ2DQ, Vx, Nq),
                row("F2 0F D6 mod=3 /r", MOVDQ2Q, Pq, Ux),
                row("66 0F E7 /r", MOVNTDQ, Mx, Vx),
                row("66 0F 38 2A /r", MOVNTDQA, Vx, Mx).needs(SSE4_1),
                row("F2 0F F0 /r", LDDQU, Vx, Mx),
                row("66 0F F7 mod=3 /r", MASKMOVDQU, Vx, Ux));
    }

    private static List<Row> shuffles() {
        return List.of(
                row("66 0F 6C /r", PUNPCKLQDQ, Vx, Wx),
                row("66 0F 6D /r", PUNPCKHQDQ, Vx, Wx),
                row("66 0F 70 /r", PSHUFD, Vx, Wx, Ib),
                row("F3 0F 70 /r", PSHUFHW, Vx, Wx, Ib),
                row("F2 0F 70 /r", PSHUFLW, Vx, Wx, Ib),
                row("66 0F 73 mod=3 /3", PSRLDQ, Ux, Ib),
                row("66 0F 73 mod=3 /7", PSLLDQ, Ux, Ib),
                row("66 0F 38 10 /r", PBLENDVB, Vx, Wx, XMM0).needs(SSE4_1),
                row("66 0F 38 14 /r", BLENDVPS, Vx, Wx, XMM0).needs(SSE4_1),
                row("66 0F 38 15 /r", BLENDVPD, Vx, Wx, XMM0).needs(SSE4_1),
                row("66 0F 3A 0C /r", BLENDPS, Vx, Wx, Ib).needs(SSE4_1),
                row("66 0F 3A 0D /r", BLENDPD, Vx, Wx, Ib).needs(SSE4_1),
                row("66 0F 3A 0E /r", PBLENDW, Vx, Wx, Ib).needs(SSE4_1));
    }

    private static List<Row> extensions() {
        return List.of(
                row("66 0F 38 20 /r", PMOVSXBW, Vx, Wq),
                row("66 0F 38 21 /r", PMOVSXBD, Vx, Wd),
                row("66 0F 38 22 /r", PMOVSXBQ, Vx, Ww),
                row("66 0F 38 23 /r", PMOVSXWD, Vx, Wq),
                row("66 0F 38 24 /r", PMOVSXWQ, Vx, Wd),
                row("66 0F 38 25 /r", PMOVSXDQ, Vx, Wq),
                row("66 0F 38 30 /r", PMOVZXBW, Vx, Wq),
                row("66 0F 38 31 /r", PMOVZXBD, Vx, Wd),
                row("66 0F 38 32 /r", PMOVZXBQ, Vx, Ww),
                row("66 0F 38 33 /r", PMOVZXWD, Vx, Wq),
                row("66 0F 38 34 /r", PMOVZXWQ, Vx, Wd),
                row("66 0F 38 35 /r", PMOVZXDQ, Vx, Wq));
    }

    private static List<Row> arithmetic() {
        return List.of(
                row("66 0F 38 28 /r", PMULDQ, Vx, Wx),
                row("66 0F 38 2B /r", PACKUSDW, Vx, Wx),
                row("66 0F 38 38 /r", PMINSB, Vx, Wx),
                row("66 0F 38 39 /r", PMINSD, Vx, Wx),
                row("66 0F 38 3A /r", PMINUW, Vx, Wx),
                row("66 0F 38 3B /r", PMINUD, Vx, Wx),
                row("66 0F 38 3C /r", PMAXSB, Vx, Wx),
                row("66 0F 38 3D /r", PMAXSD, Vx, Wx),
                row("66 0F 38 3E /r", PMAXUW, Vx, Wx),
                row("66 0F 38 3F /r", PMAXUD, Vx, Wx),
                row("66 0F 38 40 /r", PMULLD, Vx, Wx),
                row("66 0F 38 41 /r", PHMINPOSUW, Vx, Wx),
                row("66 0F 3A 42 /r", MPSADBW, Vx, Wx, Ib),
                row("66 0F 3A 08 /r", ROUNDPS, Vx, Wx, Ib),
                row("66 0F 3A 09 /r", ROUNDPD, Vx, Wx, Ib),
                row("66 0F 3A 0A /r", ROUNDSS, Vd, Wd, Ib),
                row("66 0F 3A 0B /r", ROUNDSD, Vq, Wq, Ib),
                row("66 0F 3A 40 /r", DPPS, Vx, Wx, Ib),
                row("66 0F 3A 41 /r", DPPD, Vx, Wx, Ib));
    }

    private static List<Row> comparisons() {
        return List.of(
                row("66 0F 38 17 /r", PTEST, Vx, Wx).arithmetic().needs(SSE4_1),
                row("66 0F 38 29 /r", PCMPEQQ, Vx, Wx).needs(SSE4_1),
                row("66 0F 38 37 /r", PCMPGTQ, Vx, Wx).needs(SSE4_2),
                row("66 REX.W0 0F 3A 60 /r", PCMPESTRM, Vx, Wx, Ib).arithmetic().needs(SSE4_2),
                row("66 REX.W1 0F 3A 60 /r", PCMPESTRMQ, Vx, Wx, Ib).arithmetic().needs(SSE4_2),
                row("66 REX.W0 0F 3A 61 /r", PCMPESTRI, Vx, Wx, Ib).arithmetic().needs(SSE4_2),
                row("66 REX.W1 0F 3A 61 /r", PCMPESTRIQ, Vx, Wx, Ib).arithmetic().needs(SSE4_2),
                row("66 0F 3A 62 /r", PCMPISTRM, Vx, Wx, Ib).arithmetic().needs(SSE4_2),
                row("66 0F 3A 63 /r", PCMPISTRI, Vx, Wx, Ib).arithmetic().needs(SSE4_2));
    }

    private static List<Row> elements() {
        return List.of(
                row("66 0F 3A 14 /r", PEXTRB, RdMb, Vx, Ib),
                row("66 0F 3A 15 /r", PEXTRW, RdMw, Vx, Ib),
                row("66 0F 3A 16 /r", PEXTRD, Ey, Vx, Ib),
                row("66 0F 3A 17 /r", EXTRACTPS, Ed, Vx, Ib),
                row("66 0F 3A 20 /r", PINSRB, Vx, RdMb, Ib),
                row("66 0F 3A 21 /r", INSERTPS, Vx, Wd, Ib),
                row("66 0F 3A 22 /r", PINSRD, Vx, Ey, Ib));
    }

    private static List<Row> encryption() {
        return List.of(
                row("66 0F 38 DB /r", AESIMC, Vx, Wx),
                row("66 0F 38 DC /r", AESENC, Vx, Wx),
                row("66 0F 38 DD /r", AESENCLAST, Vx, Wx),
                row("66 0F 38 DE /r", AESDEC, Vx, Wx),
                row("66 0F 38 DF /r", AESDECLAST, Vx, Wx),
                row("66 0F 3A DF /r", AESKEYGENASSIST, Vx, Wx, Ib));
    }

    private static List<Row> carryLess() { return List.of(row("66 0F 3A 44 /r", PCLMULQDQ, Vx, Wx, Ib).needs(CpuidFeature.PCLMULQDQ)); }
}
