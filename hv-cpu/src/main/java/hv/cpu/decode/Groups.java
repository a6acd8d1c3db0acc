package hv.cpu.decode;

import static hv.cpu.decode.Flag.*;
import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Row.row;
import static hv.cpu.decode.Trait.*;

import java.util.ArrayList;
import java.util.List;

/**
 * User-mode integer instructions with one opcode byte and an opcode extension in ModRM.
 *
 * @sdm 2D appendix A "Opcode Extensions for One- and Two-byte Opcodes by Group Number"
 */
final class Groups {
    private Groups() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(group1("80", Eb, Ib));
        rows.addAll(group1("81", Ev, Iz));
        rows.addAll(Row.each(group1("82", Eb, Ib), NOT_64));
        rows.addAll(group1("83", Ev, sIb));
        rows.add(row("8F /0", POP, Ev).is(DEFAULT_64));
        rows.addAll(shifts("C0", Eb, Ib));
        rows.addAll(shifts("C1", Ev, Ib));
        rows.addAll(shifts("D0", Eb, ONE));
        rows.addAll(shifts("D1", Ev, ONE));
        rows.addAll(shifts("D2", Eb, CL));
        rows.addAll(shifts("D3", Ev, CL));
        rows.add(row("C6 /0", MOV, Eb, Ib));
        rows.add(row("C7 /0", MOV, Ev, Iz));
        rows.addAll(group3("F6", Eb, Ib));
        rows.addAll(group3("F7", Ev, Iz));
        rows.addAll(group4("FE", Eb));
        rows.addAll(group4("FF", Ev));
        rows.addAll(group5());
        return rows;
    }

    private static List<Row> group1(String opcode, Operand to, Operand immediate) {
        return List.of(
                row(opcode + " /0", ADD, to, immediate).arithmetic().is(LOCKABLE),
                row(opcode + " /1", OR, to, immediate).logic().is(LOCKABLE),
                row(opcode + " /2", ADC, to, immediate).arithmetic().tests(CF).is(LOCKABLE),
                row(opcode + " /3", SBB, to, immediate).arithmetic().tests(CF).is(LOCKABLE),
                row(opcode + " /4", AND, to, immediate).logic().is(LOCKABLE),
                row(opcode + " /5", SUB, to, immediate).arithmetic().is(LOCKABLE),
                row(opcode + " /6", XOR, to, immediate).logic().is(LOCKABLE),
                row(opcode + " /7", CMP, to, immediate).arithmetic());
    }

    /** Group 2, in which /6 is the same as /4. */
    private static List<Row> shifts(String opcode, Operand to, Operand count) {
        return List.of(
                rotate(opcode + " /0", ROL, to, count),
                rotate(opcode + " /1", ROR, to, count),
                rotate(opcode + " /2", RCL, to, count).tests(CF),
                rotate(opcode + " /3", RCR, to, count).tests(CF),
                shift(opcode + " /4", SHL, to, count),
                shift(opcode + " /5", SHR, to, count),
                shift(opcode + " /6", SHL, to, count),
                shift(opcode + " /7", SAR, to, count));
    }

    /** A rotate instruction; OF is defined for a count of one only. */
    private static Row rotate(String opcode, Mnemonic mnemonic, Operand to, Operand count) {
        Row row = row(opcode, mnemonic, to, count).sets(CF);
        return count == ONE ? row.sets(OF) : row.undefined(OF);
    }

    private static Row shift(String opcode, Mnemonic mnemonic, Operand to, Operand count) {
        return rotate(opcode, mnemonic, to, count).sets(SF, ZF, PF).undefined(AF);
    }

    private static List<Row> group3(String opcode, Operand operand, Operand immediate) {
        return List.of(
                row(opcode + " /0", TEST, operand, immediate).logic(),
                row(opcode + " /1", TEST, operand, immediate).logic(),
                row(opcode + " /2", NOT, operand).is(LOCKABLE),
                row(opcode + " /3", NEG, operand).arithmetic().is(LOCKABLE),
                row(opcode + " /4", MUL, operand).sets(OF, CF).undefined(SF, ZF, AF, PF),
                row(opcode + " /5", IMUL, operand).sets(OF, CF).undefined(SF, ZF, AF, PF),
                row(opcode + " /6", DIV, operand).undefined(OF, SF, ZF, AF, PF, CF),
                row(opcode + " /7", IDIV, operand).undefined(OF, SF, ZF, AF, PF, CF));
    }

    private static List<Row> group4(String opcode, Operand operand) {
        return List.of(
                row(opcode + " /0", INC, operand).sets(OF, SF, ZF, AF, PF).is(LOCKABLE),
                row(opcode + " /1", DEC, operand).sets(OF, SF, ZF, AF, PF).is(LOCKABLE));
    }

    private static List<Row> group5() {
        return List.of(
                row("FF /2", CALL, Ev).is(FORCED_64, BRANCH, SUFFIXED),
                row("FF /4", JMP, Ev).is(FORCED_64, BRANCH),
                row("FF /6", PUSH, Ev).is(DEFAULT_64, SUFFIXED));
    }
}
