package hv.cpu.decode;

import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;

import java.util.ArrayList;
import java.util.List;

/**
 * Floating-point instructions of SSE, SSE2 and SSE3: moves, arithmetic, comparisons, conversions, MXCSR.
 *
 * @sdm 2D appendix A "Two-byte Opcode Map"
 */
final class SseMap {
    private SseMap() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (var part : List.of(moves(), halves(), shuffles(), conversions(), comparisons(), logic(), horizontal(), control())) rows.addAll(part);
        rows.addAll(arithmetic("51", SQRTPS, SQRTPD, SQRTSS, SQRTSD));
        rows.addAll(arithmetic("58", ADDPS, ADDPD, ADDSS, ADDSD));
        rows.addAll(arithmetic("59", MULPS, MULPD, MULSS, MULSD));
        rows.addAll(arithmetic("5C", SUBPS, SUBPD, SUBSS, SUBSD));
        rows.addAll(arithmetic("5D", MINPS, MINPD, MINSS, MINSD));
        rows.addAll(arithmetic("5E", DIVPS, DIVPD, DIVSS, DIVSD));
        rows.addAll(arithmetic("5F", MAXPS, MAXPD, MAXSS, MAXSD));
        return rows;
    }

    private static List<Row> arithmetic(String opcode, Mnemonic ps, Mnemonic pd, Mnemonic ss, Mnemonic sd) {
        return List.of(
                row("NP 0F " + opcode + " /r", ps, Vx, Wx),
                row("66 0F " + opcode + " /r", pd, Vx, Wx),
                row("F3 0F " + opcode + " /r", ss, Vd, Wd),
                row("F2 0F " + opcode + " /r", sd, Vq, Wq));
    }

    private static List<Row> moves() {
        return List.of(
                row("NP 0F 10 /r", MOVUPS, Vx, Wx),
                row("66 0F 10 /r", MOVUPD, Vx, Wx),
                row("F3 0F 10 /r", MOVSS, Vd, Wd),
                row("F2 0F 10 /r", MOVSD, Vq, Wq),
                row("NP 0F 11 /r", MOVUPS, Wx, Vx),
                row("66 0F 11 /r", MOVUPD, Wx, Vx),
                row("F3 0F 11 /r", MOVSS, Wd, Vd),
                row("F2 0F 11 /r", MOVSD, Wq, Vq),
                row("NP 0F 28 /r", MOVAPS, Vx, Wx),
                row("66 0F 28 /r", MOVAPD, Vx, Wx),
                row("NP 0F 29 /r", MOVAPS, Wx, Vx),
                row("66 0F 29 /r", MOVAPD, Wx, Vx),
                row("NP 0F 2B /r", MOVNTPS, Mx, Vx),
                row("66 0F 2B /r", MOVNTPD, Mx, Vx),
                row("NP 0F 50 mod=3 /r", MOVMSKPS, Gy, Ux),
                row("66 0F 50 mod=3 /r", MOVMSKPD, Gy, Ux));
    }

    private static List<Row> halves() {
        return List.of(
                row("NP 0F 12 /r", MOVLPS, Vq, Mq),
                row("NP 0F 12 mod=3 /r", MOVHLPS, Vx, Ux),
                row("66 0F 12 /r", MOVLPD, Vq, Mq),
                row("NP 0F 13 /r", MOVLPS, Mq, Vq),
                row("66 0F 13 /r", MOVLPD, Mq, Vq),
                row("NP 0F 16 /r", MOVHPS, Vq, Mq),
                row("NP 0F 16 mod=3 /r", MOVLHPS, Vx, Ux),
                row("66 0F 16 /r", MOVHPD, Vq, Mq),
                row("NP 0F 17 /r", MOVHPS, Mq, Vq),
                row("66 0F 17 /r", MOVHPD, Mq, Vq),
                row("F3 0F 12 /r", MOVSLDUP, Vx, Wx),
                row("F2 0F 12 /r", MOVDDUP, Vx, Wq),
                row("F3 0F 16 /r", MOVSHDUP, Vx, Wx));
    }

    private static List<Row> shuffles() {
        return List.of(
                row("NP 0F 14 /r", UNPCKLPS, Vx, Wx),
                row("66 0F 14 /r", UNPCKLPD, Vx, Wx),
                row("NP 0F 15 /r", UNPCKHPS, Vx, Wx),
                row("66 0F 15 /r", UNPCKHPD, Vx, Wx),
                row("NP 0F C6 /r", SHUFPS, Vx, Wx, Ib),
                row("66 0F C6 /r", SHUFPD, Vx, Wx, Ib));
    }

    private static List<Row> conversions() {
        return List.of(
                row("NP 0F 2A /r", CVTPI2PS, Vq, Qq),
                row("66 0F 2A /r", CVTPI2PD, Vx, Qq),
                row("F3 0F 2A /r", CVTSI2SS, Vd, Ey),
                row("F2 0F 2A /r", CVTSI2SD, Vq, Ey),
                row("NP 0F 2C /r", CVTTPS2PI, Pq, Wq),
                row("66 0F 2C /r", CVTTPD2PI, Pq, Wx),
                row("F3 0F 2C /r", CVTTSS2SI, Gy, Wd),
                row("F2 0F 2C /r", CVTTSD2SI, Gy, Wq),
                row("NP 0F 2D /r", CVTPS2PI, Pq, Wq),
                row("66 0F 2D /r", CVTPD2PI, Pq, Wx),
                row("F3 0F 2D /r", CVTSS2SI, Gy, Wd),
                row("F2 0F 2D /r", CVTSD2SI, Gy, Wq),
                row("NP 0F 5A /r", CVTPS2PD, Vx, Wq),
                row("66 0F 5A /r", CVTPD2PS, Vx, Wx),
                row("F3 0F 5A /r", CVTSS2SD, Vq, Wd),
                row("F2 0F 5A /r", CVTSD2SS, Vd, Wq),
                row("NP 0F 5B /r", CVTDQ2PS, Vx, Wx),
                row("66 0F 5B /r", CVTPS2DQ, Vx, Wx),
                row("F3 0F 5B /r", CVTTPS2DQ, Vx, Wx),
                row("66 0F E6 /r", CVTTPD2DQ, Vx, Wx),
                row("F3 0F E6 /r", CVTDQ2PD, Vx, Wq),
                row("F2 0F E6 /r", CVTPD2DQ, Vx, Wx));
    }

    private static List<Row> comparisons() {
        return List.of(
                row("NP 0F 2E /r", UCOMISS, Vd, Wd).arithmetic(),
                row("66 0F 2E /r", UCOMISD, Vq, Wq).arithmetic(),
                row("NP 0F 2F /r", COMISS, Vd, Wd).arithmetic(),
                row("66 0F 2F /r", COMISD, Vq, Wq).arithmetic(),
                row("NP 0F C2 /r", CMPPS, Vx, Wx, Ib),
                row("66 0F C2 /r", CMPPD, Vx, Wx, Ib),
                row("F3 0F C2 /r", CMPSS, Vd, Wd, Ib),
                row("F2 0F C2 /r", CMPSD, Vq, Wq, Ib));
    }

    private static List<Row> logic() {
        return List.of(
                row("NP 0F 54 /r", ANDPS, Vx, Wx),
                row("66 0F 54 /r", ANDPD, Vx, Wx),
                row("NP 0F 55 /r", ANDNPS, Vx, Wx),
                row("66 0F 55 /r", ANDNPD, Vx, Wx),
                row("NP 0F 56 /r", ORPS, Vx, Wx),
                row("66 0F 56 /r", ORPD, Vx, Wx),
                row("NP 0F 57 /r", XORPS, Vx, Wx),
                row("66 0F 57 /r", XORPD, Vx, Wx),
                row("NP 0F 52 /r", RSQRTPS, Vx, Wx),
                row("F3 0F 52 /r", RSQRTSS, Vd, Wd),
                row("NP 0F 53 /r", RCPPS, Vx, Wx),
                row("F3 0F 53 /r", RCPSS, Vd, Wd));
    }

    private static List<Row> horizontal() {
        return List.of(
                row("66 0F 7C /r", HADDPD, Vx, Wx),
                row("F2 0F 7C /r", HADDPS, Vx, Wx),
                row("66 0F 7D /r", HSUBPD, Vx, Wx),
                row("F2 0F 7D /r", HSUBPS, Vx, Wx),
                row("66 0F D0 /r", ADDSUBPD, Vx, Wx),
                row("F2 0F D0 /r", ADDSUBPS, Vx, Wx));
    }

    private static List<Row> control() {
        return List.of(
                row("NP 0F AE /2", LDMXCSR, Md),
                row("NP 0F AE /3", STMXCSR, Md));
    }
}
