package hv.cpu.decode;

import static hv.cpu.decode.Flag.*;
import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;
import static hv.cpu.decode.Trait.*;

import java.util.ArrayList;
import java.util.List;

/**
 * x87 FPU instructions: the escape opcodes D8H to DFH, and FWAIT.
 *
 * @sdm 2D appendix A "Escape Opcode Instructions"
 */
final class X87Map {
    private X87Map() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(arithmetic());
        rows.addAll(loads());
        rows.addAll(stores());
        rows.addAll(comparisons());
        rows.addAll(conditionalMoves());
        rows.addAll(constants());
        rows.addAll(functions());
        rows.addAll(control());
        rows.addAll(environment());
        rows.addAll(aliases());
        return rows;
    }

    private static List<Row> arithmetic() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(arithmetic("/0", "/0", FADD, FADDP, FIADD));
        rows.addAll(arithmetic("/1", "/1", FMUL, FMULP, FIMUL));
        rows.addAll(arithmetic("/4", "/5", FSUB, FSUBP, FISUB));
        rows.addAll(arithmetic("/5", "/4", FSUBR, FSUBRP, FISUBR));
        rows.addAll(arithmetic("/6", "/7", FDIV, FDIVP, FIDIV));
        rows.addAll(arithmetic("/7", "/6", FDIVR, FDIVRP, FIDIVR));
        return rows;
    }

    /**
     * @param to the opcode extension for ST(i) as the destination, where the reversed forms of subtraction and division change places with the others
     */
    private static List<Row> arithmetic(String extension, String to, Mnemonic real, Mnemonic popping, Mnemonic integer) {
        return List.of(
                row("D8 " + extension, real, Md),
                row("DC " + extension, real, Mq),
                row("D8 mod=3 " + extension, real, ST, STi),
                row("DC mod=3 " + to, real, STi, ST),
                row("DE mod=3 " + to, popping, STi, ST),
                row("DA " + extension, integer, Md),
                row("DE " + extension, integer, Mw));
    }

    private static List<Row> loads() {
        return List.of(
                row("D9 /0", FLD, Md),
                row("DD /0", FLD, Mq),
                row("DB /5", FLD, Mt),
                row("D9 mod=3 /0", FLD, STi),
                row("DF /0", FILD, Mw),
                row("DB /0", FILD, Md),
                row("DF /5", FILD, Mq),
                row("DF /4", FBLD, Mt),
                row("D9 mod=3 /1", FXCH, STi));
    }

    private static List<Row> stores() {
        return List.of(
                row("D9 /2", FST, Md),
                row("DD /2", FST, Mq),
                row("DD mod=3 /2", FST, STi),
                row("D9 /3", FSTP, Md),
                row("DD /3", FSTP, Mq),
                row("DB /7", FSTP, Mt),
                row("DD mod=3 /3", FSTP, STi),
                row("DF /2", FIST, Mw),
                row("DB /2", FIST, Md),
                row("DF /3", FISTP, Mw),
                row("DB /3", FISTP, Md),
                row("DF /7", FISTP, Mq),
                row("DF /1", FISTTP, Mw),
                row("DB /1", FISTTP, Md),
                row("DD /1", FISTTP, Mq),
                row("DF /6", FBSTP, Mt));
    }

    private static List<Row> comparisons() {
        return List.of(
                row("D8 /2", FCOM, Md),
                row("DC /2", FCOM, Mq),
                row("D8 mod=3 /2", FCOM, STi),
                row("D8 /3", FCOMP, Md),
                row("DC /3", FCOMP, Mq),
                row("D8 mod=3 /3", FCOMP, STi),
                row("DE D9", FCOMPP),
                row("DD mod=3 /4", FUCOM, STi),
                row("DD mod=3 /5", FUCOMP, STi),
                row("DA E9", FUCOMPP),
                row("DE /2", FICOM, Mw),
                row("DA /2", FICOM, Md),
                row("DE /3", FICOMP, Mw),
                row("DA /3", FICOMP, Md),
                row("DB mod=3 /6", FCOMI, ST, STi).arithmetic(),
                row("DF mod=3 /6", FCOMIP, ST, STi).arithmetic(),
                row("DB mod=3 /5", FUCOMI, ST, STi).arithmetic(),
                row("DF mod=3 /5", FUCOMIP, ST, STi).arithmetic(),
                row("D9 E4", FTST),
                row("D9 E5", FXAM));
    }

    private static List<Row> conditionalMoves() {
        return List.of(
                row("DA mod=3 /0", FCMOVB, ST, STi).tests(CF),
                row("DA mod=3 /1", FCMOVE, ST, STi).tests(ZF),
                row("DA mod=3 /2", FCMOVBE, ST, STi).tests(CF, ZF),
                row("DA mod=3 /3", FCMOVU, ST, STi).tests(PF),
                row("DB mod=3 /0", FCMOVNB, ST, STi).tests(CF),
                row("DB mod=3 /1", FCMOVNE, ST, STi).tests(ZF),
                row("DB mod=3 /2", FCMOVNBE, ST, STi).tests(CF, ZF),
                row("DB mod=3 /3", FCMOVNU, ST, STi).tests(PF));
    }

    private static List<Row> constants() {
        return List.of(row("D9 E8", FLD1), row("D9 E9", FLDL2T), row("D9 EA", FLDL2E), row("D9 EB", FLDPI), row("D9 EC", FLDLG2),
                row("D9 ED", FLDLN2), row("D9 EE", FLDZ));
    }

    private static List<Row> functions() {
        return List.of(row("D9 E0", FCHS), row("D9 E1", FABS), row("D9 F0", F2XM1), row("D9 F1", FYL2X), row("D9 F2", FPTAN), row("D9 F3", FPATAN),
                row("D9 F4", FXTRACT), row("D9 F5", FPREM1), row("D9 F8", FPREM), row("D9 F9", FYL2XP1), row("D9 FA", FSQRT),
                row("D9 FB", FSINCOS), row("D9 FC", FRNDINT), row("D9 FD", FSCALE), row("D9 FE", FSIN), row("D9 FF", FCOS));
    }

    private static List<Row> control() {
        return List.of(
                row("9B", FWAIT),
                row("D9 D0", FNOP),
                row("D9 F6", FDECSTP),
                row("D9 F7", FINCSTP),
                row("DD mod=3 /0", FFREE, STi),
                row("DF mod=3 /0", FFREEP, STi),
                row("DB E0", FNENI),
                row("DB E1", FNDISI),
                row("DB E2", FNCLEX),
                row("DB E3", FNINIT),
                row("DB E4", FNSETPM),
                row("D9 /5", FLDCW, Mw),
                row("D9 /7", FNSTCW, Mw),
                row("DD /7", FNSTSW, Mw),
                row("DF E0", FNSTSW, AX));
    }

    private static List<Row> environment() {
        return List.of(
                row("D9 /4", FLDENV, M).is(SUFFIXED, WIDE_AS_32),
                row("D9 /6", FNSTENV, M).is(SUFFIXED, WIDE_AS_32),
                row("DD /4", FRSTOR, M).is(SUFFIXED, WIDE_AS_32),
                row("DD /6", FNSAVE, M).is(SUFFIXED, WIDE_AS_32));
    }

    /** Further encodings that processors execute, though no manual of Intel's has them. */
    private static List<Row> aliases() {
        return List.of(
                row("DC mod=3 /2", FCOM, STi),
                row("DC mod=3 /3", FCOMP, STi),
                row("DE mod=3 /2", FCOMP, STi),
                row("DD mod=3 /1", FXCH, STi),
                row("DF mod=3 /1", FXCH, STi),
                row("D9 mod=3 /3", FSTPNCE, STi),
                row("DF mod=3 /2", FSTP, STi),
                row("DF mod=3 /3", FSTP, STi));
    }
}
