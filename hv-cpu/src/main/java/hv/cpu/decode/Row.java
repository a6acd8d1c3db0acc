package hv.cpu.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * One opcode as the manual's opcode map has it: encoding, operation, operands, flags and traits. Immutable; the tables read
 * {@code row("69 /r", IMUL, Gv, Ev, Iz).sets(CF, OF).undefined(SF, ZF, AF, PF)}.
 *
 * @param opcode   the encoding in the notation of {@link Pattern}
 * @param operands in Intel order, destination first
 * @param tests    mask of the flags that decide what the instruction does
 * @param sets     mask of the flags that have a defined value afterwards (where a count of zero leaves them alone, they are in it too)
 * @param undefined mask of the flags that the manual leaves undefined
 * @param traits   mask of {@link Trait}s
 * @sdm 2D appendix A "Opcode Map"
 */
public record Row(String opcode, Mnemonic mnemonic, List<Operand> operands, int tests, int sets, int undefined, int traits) {
    /** What bytes decode to that are no instruction: #UD. */
    public static final Row UNDEFINED = row("", Mnemonic.UNDEFINED).is(Trait.SYSTEM, Trait.UNCHAINED);
    /** What an instruction longer than 15 bytes decodes to: #GP(0). */
    public static final Row TOO_LONG = row("", Mnemonic.TOO_LONG).is(Trait.SYSTEM, Trait.UNCHAINED);

    static Row row(String opcode, Mnemonic mnemonic, Operand... operands) {
        return new Row(opcode, mnemonic, List.of(operands), 0, 0, 0, 0);
    }

    Row tests(Flag... flags) { return new Row(opcode, mnemonic, operands, tests | Flag.mask(flags), sets, undefined, traits); }

    Row sets(Flag... flags) { return new Row(opcode, mnemonic, operands, tests, sets | Flag.mask(flags), undefined, traits); }

    /** Sets all six status flags. */
    Row arithmetic() { return sets(Flag.OF, Flag.SF, Flag.ZF, Flag.AF, Flag.PF, Flag.CF); }

    /** Sets the status flags but AF, which it leaves undefined. */
    Row logic() { return sets(Flag.OF, Flag.SF, Flag.ZF, Flag.PF, Flag.CF).undefined(Flag.AF); }

    Row undefined(Flag... flags) { return new Row(opcode, mnemonic, operands, tests, sets, undefined | Flag.mask(flags), traits); }

    Row is(Trait... more) {
        int all = traits;
        for (Trait trait : more) all |= trait.mask;
        return new Row(opcode, mnemonic, operands, tests, sets, undefined, all);
    }

    /** The rows with these traits added to each. */
    static List<Row> each(List<Row> rows, Trait... traits) {
        List<Row> all = new ArrayList<>();
        for (Row row : rows) all.add(row.is(traits));
        return all;
    }

    public boolean has(Trait trait) { return (traits & trait.mask) != 0; }

    /** No instruction may follow it in its block. */
    public boolean endsBlock() { return (traits & (Trait.BRANCH.mask | Trait.UNCHAINED.mask | Trait.ALONE.mask)) != 0; }

    /** It is the only instruction of its block. */
    public boolean alone() { return has(Trait.ALONE); }
}
