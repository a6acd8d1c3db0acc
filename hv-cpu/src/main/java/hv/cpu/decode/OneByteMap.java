package hv.cpu.decode;

import static hv.cpu.decode.Flag.*;
import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;
import static hv.cpu.decode.Trait.*;

import java.util.ArrayList;
import java.util.List;

/**
 * User-mode integer instructions with opcodes of one byte; those with an opcode in ModRM are in {@link Groups}.
 *
 * @sdm 2D appendix A "One-byte Opcode Map"
 */
final class OneByteMap {
    private OneByteMap() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(addition());
        rows.addAll(logic());
        rows.addAll(subtraction());
        rows.addAll(decimal());
        rows.addAll(registers());
        rows.addAll(moves());
        rows.addAll(stack());
        rows.addAll(bound());
        rows.addAll(branches());
        rows.addAll(Row.each(Conditions.rows("70+cc", JO, Jb), FORCED_64, BRANCH));
        rows.addAll(strings());
        rows.addAll(flags());
        return rows;
    }

    private static List<Row> addition() {
        return List.of(
                row("00 /r", ADD, Eb, Gb).arithmetic().is(LOCKABLE),
                row("01 /r", ADD, Ev, Gv).arithmetic().is(LOCKABLE),
                row("02 /r", ADD, Gb, Eb).arithmetic(),
                row("03 /r", ADD, Gv, Ev).arithmetic(),
                row("04", ADD, AL, Ib).arithmetic(),
                row("05", ADD, rAX, Iz).arithmetic(),
                row("10 /r", ADC, Eb, Gb).arithmetic().tests(CF).is(LOCKABLE),
                row("11 /r", ADC, Ev, Gv).arithmetic().tests(CF).is(LOCKABLE),
                row("12 /r", ADC, Gb, Eb).arithmetic().tests(CF),
                row("13 /r", ADC, Gv, Ev).arithmetic().tests(CF),
                row("14", ADC, AL, Ib).arithmetic().tests(CF),
                row("15", ADC, rAX, Iz).arithmetic().tests(CF));
    }

    private static List<Row> subtraction() {
        return List.of(
                row("18 /r", SBB, Eb, Gb).arithmetic().tests(CF).is(LOCKABLE),
                row("19 /r", SBB, Ev, Gv).arithmetic().tests(CF).is(LOCKABLE),
                row("1A /r", SBB, Gb, Eb).arithmetic().tests(CF),
                row("1B /r", SBB, Gv, Ev).arithmetic().tests(CF),
                row("1C", SBB, AL, Ib).arithmetic().tests(CF),
                row("1D", SBB, rAX, Iz).arithmetic().tests(CF),
                row("28 /r", SUB, Eb, Gb).arithmetic().is(LOCKABLE),
                row("29 /r", SUB, Ev, Gv).arithmetic().is(LOCKABLE),
                row("2A /r", SUB, Gb, Eb).arithmetic(),
                row("2B /r", SUB, Gv, Ev).arithmetic(),
                row("2C", SUB, AL, Ib).arithmetic(),
                row("2D", SUB, rAX, Iz).arithmetic(),
                row("38 /r", CMP, Eb, Gb).arithmetic(),
                row("39 /r", CMP, Ev, Gv).arithmetic(),
                row("3A /r", CMP, Gb, Eb).arithmetic(),
                row("3B /r", CMP, Gv, Ev).arithmetic(),
                row("3C", CMP, AL, Ib).arithmetic(),
                row("3D", CMP, rAX, Iz).arithmetic());
    }

    private static List<Row> logic() {
        return List.of(
                row("08 /r", OR, Eb, Gb).logic().is(LOCKABLE),
                row("09 /r", OR, Ev, Gv).logic().is(LOCKABLE),
                row("0A /r", OR, Gb, Eb).logic(),
                row("0B /r", OR, Gv, Ev).logic(),
                row("0C", OR, AL, Ib).logic(),
                row("0D", OR, rAX, Iz).logic(),
                row("20 /r", AND, Eb, Gb).logic().is(LOCKABLE),
                row("21 /r", AND, Ev, Gv).logic().is(LOCKABLE),
                row("22 /r", AND, Gb, Eb).logic(),
                row("23 /r", AND, Gv, Ev).logic(),
                row("24", AND, AL, Ib).logic(),
                row("25", AND, rAX, Iz).logic(),
                row("30 /r", XOR, Eb, Gb).logic().is(LOCKABLE),
                row("31 /r", XOR, Ev, Gv).logic().is(LOCKABLE),
                row("32 /r", XOR, Gb, Eb).logic(),
                row("33 /r", XOR, Gv, Ev).logic(),
                row("34", XOR, AL, Ib).logic(),
                row("35", XOR, rAX, Iz).logic(),
                row("84 /r", TEST, Eb, Gb).logic(),
                row("85 /r", TEST, Ev, Gv).logic(),
                row("A8", TEST, AL, Ib).logic(),
                row("A9", TEST, rAX, Iz).logic());
    }

    private static List<Row> decimal() {
        return List.of(
                row("27", DAA).tests(AF, CF).sets(SF, ZF, AF, PF, CF).undefined(OF).is(NOT_64),
                row("2F", DAS).tests(AF, CF).sets(SF, ZF, AF, PF, CF).undefined(OF).is(NOT_64),
                row("37", AAA).tests(AF).sets(AF, CF).undefined(OF, SF, ZF, PF).is(NOT_64),
                row("3F", AAS).tests(AF).sets(AF, CF).undefined(OF, SF, ZF, PF).is(NOT_64),
                row("D4", AAM, Ib).sets(SF, ZF, PF).undefined(OF, AF, CF).is(NOT_64),
                row("D5", AAD, Ib).sets(SF, ZF, PF).undefined(OF, AF, CF).is(NOT_64));
    }

    private static List<Row> registers() {
        return List.of(
                row("40+r", INC, Zv).sets(OF, SF, ZF, AF, PF).is(NOT_64),
                row("48+r", DEC, Zv).sets(OF, SF, ZF, AF, PF).is(NOT_64),
                row("69 /r", IMUL, Gv, Ev, Iz).sets(OF, CF).undefined(SF, ZF, AF, PF),
                row("6B /r", IMUL, Gv, Ev, sIb).sets(OF, CF).undefined(SF, ZF, AF, PF),
                row("86 /r", XCHG, Eb, Gb).is(LOCKABLE),
                row("87 /r", XCHG, Ev, Gv).is(LOCKABLE),
                row("NFx REX.B0 90", NOP),
                row("NFx REX.B1 90", XCHG, Zv, rAX),
                row("F2 REX.B0 90", NOP),
                row("F2 REX.B1 90", XCHG, Zv, rAX),
                row("91+r", XCHG, Zv, rAX),
                row("98", CBW),
                row("99", CWD));
    }

    private static List<Row> moves() {
        return List.of(
                row("63 /r", MOVSXD, Gv, Ez).is(ONLY_64),
                row("88 /r", MOV, Eb, Gb),
                row("89 /r", MOV, Ev, Gv),
                row("8A /r", MOV, Gb, Eb),
                row("8B /r", MOV, Gv, Ev),
                row("8D /r", LEA, Gv, M),
                row("A0", MOV, AL, Ob),
                row("A1", MOV, rAX, Ov),
                row("A2", MOV, Ob, AL),
                row("A3", MOV, Ov, rAX),
                row("B0+r", MOV, Zb, Ib),
                row("B8+r", MOV, Zv, Iv),
                row("D7", XLAT));
    }

    private static List<Row> stack() {
        return List.of(
                row("50+r", PUSH, Zv).is(DEFAULT_64, SUFFIXED),
                row("58+r", POP, Zv).is(DEFAULT_64),
                row("60", PUSHA).is(NOT_64, SUFFIXED),
                row("61", POPA).is(NOT_64, SUFFIXED),
                row("68", PUSH, Iz).is(DEFAULT_64, SUFFIXED),
                row("6A", PUSH, sIb).is(DEFAULT_64, SUFFIXED),
                row("9C", PUSHF).tests(Flag.values()).is(DEFAULT_64, SUFFIXED),
                row("C8", ENTER, Iw, Ib).is(DEFAULT_64, SUFFIXED),
                row("C9", LEAVE).is(DEFAULT_64, SUFFIXED));
    }

    private static List<Row> bound() { return List.of(row("62 /r", BOUND, Gv, Ma).is(NOT_64)); }

    private static List<Row> branches() {
        return List.of(
                row("C2", RET, Iw).is(FORCED_64, BRANCH, SUFFIXED),
                row("C3", RET).is(FORCED_64, BRANCH, SUFFIXED),
                row("E0", LOOPNE, Jb).tests(ZF).is(FORCED_64, BRANCH),
                row("E1", LOOPE, Jb).tests(ZF).is(FORCED_64, BRANCH),
                row("E2", LOOP, Jb).is(FORCED_64, BRANCH),
                row("E3", JCXZ, Jb).is(FORCED_64, BRANCH),
                row("E8", CALL, Jz).is(FORCED_64, BRANCH, SUFFIXED),
                row("E9", JMP, Jz).is(FORCED_64, BRANCH),
                row("EB", JMP, Jb).is(FORCED_64, BRANCH));
    }

    private static List<Row> strings() {
        return List.of(
                row("A4", MOVS, Yb, Xb).tests(DF).is(REPEATABLE),
                row("A5", MOVS, Yv, Xv).tests(DF).is(REPEATABLE),
                row("A6", CMPS, Xb, Yb).tests(DF).arithmetic().is(REPEATABLE),
                row("A7", CMPS, Xv, Yv).tests(DF).arithmetic().is(REPEATABLE),
                row("AA", STOS, Yb, AL).tests(DF).is(REPEATABLE),
                row("AB", STOS, Yv, rAX).tests(DF).is(REPEATABLE),
                row("AC", LODS, AL, Xb).tests(DF).is(REPEATABLE),
                row("AD", LODS, rAX, Xv).tests(DF).is(REPEATABLE),
                row("AE", SCAS, AL, Yb).tests(DF).arithmetic().is(REPEATABLE),
                row("AF", SCAS, rAX, Yv).tests(DF).arithmetic().is(REPEATABLE));
    }

    private static List<Row> flags() {
        return List.of(
                row("9E", SAHF).sets(SF, ZF, AF, PF, CF),
                row("9F", LAHF).tests(SF, ZF, AF, PF, CF),
                row("D6", SALC).tests(CF).is(NOT_64),
                row("F5", CMC).tests(CF).sets(CF),
                row("F8", CLC).sets(CF),
                row("F9", STC).sets(CF),
                row("FC", CLD).sets(DF),
                row("FD", STD).sets(DF));
    }
}
