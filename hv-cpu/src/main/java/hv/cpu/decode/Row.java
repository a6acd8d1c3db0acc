package hv.cpu.decode;

import hv.api.x86.ExitReason;
import hv.cpu.platform.CpuidFeature;
import java.util.ArrayList;
import java.util.List;

/**
 * One opcode as the manual's opcode map has it: encoding, operation, operands, flags and traits, and what the rest of the manual says about it: the
 * feature that it belongs to, and how VMX intercepts it. Immutable; the tables read
 * {@code row("69 /r", IMUL, Gv, Ev, Iz).sets(CF, OF).undefined(SF, ZF, AF, PF)} and
 * {@code row("F4", HLT).is(ALONE, UNCHAINED).exits(ExitReason.HLT).byPrimary(PrimaryControls.HLT_EXITING)}.
 *
 * @param opcode   the encoding in the notation of {@link Pattern}
 * @param operands in Intel order, destination first
 * @param tests    mask of the flags that decide what the instruction does
 * @param sets     mask of the flags that have a defined value afterwards (where a count of zero leaves them alone, they are in it too)
 * @param undefined mask of the flags that the manual leaves undefined
 * @param traits   mask of {@link Trait}s
 * @param feature  what CPUID must offer, or else the opcode is undefined; null for what every processor has
 * @param interception what VMX non-root operation does to it
 * @sdm 2D appendix A "Opcode Map"
 */
public record Row(String opcode, Mnemonic mnemonic, List<Operand> operands, int tests, int sets, int undefined, int traits, CpuidFeature feature,
                  Interception interception) {
    /** The row of bytes that are no instruction: #UD. */
    public static final Row UNDEFINED = row("", Mnemonic.UNDEFINED).is(Trait.SYSTEM, Trait.UNCHAINED);
    /** The row of an instruction longer than 15 bytes: #GP(0). */
    public static final Row TOO_LONG = row("", Mnemonic.TOO_LONG).is(Trait.SYSTEM, Trait.UNCHAINED);

    static Row row(String opcode, Mnemonic mnemonic, Operand... operands) {
        return new Row(opcode, mnemonic, List.of(operands), 0, 0, 0, 0, null, Interception.NONE);
    }

    Row tests(Flag... flags) {
        return new Row(opcode, mnemonic, operands, tests | Flag.mask(flags), sets, undefined, traits, feature, interception);
    }

    Row sets(Flag... flags) {
        return new Row(opcode, mnemonic, operands, tests, sets | Flag.mask(flags), undefined, traits, feature, interception);
    }

    /** Sets all six status flags. */
    Row arithmetic() { return sets(Flag.OF, Flag.SF, Flag.ZF, Flag.AF, Flag.PF, Flag.CF); }

    /** Sets the status flags but AF, which it leaves undefined. */
    Row logic() { return sets(Flag.OF, Flag.SF, Flag.ZF, Flag.PF, Flag.CF).undefined(Flag.AF); }

    Row undefined(Flag... flags) {
        return new Row(opcode, mnemonic, operands, tests, sets, undefined | Flag.mask(flags), traits, feature, interception);
    }

    Row is(Trait... more) {
        int all = traits;
        for (Trait trait : more) all |= trait.mask;
        return new Row(opcode, mnemonic, operands, tests, sets, undefined, all, feature, interception);
    }

    /** Says that the instruction exists only where CPUID offers the feature. */
    Row needs(CpuidFeature feature) { return new Row(opcode, mnemonic, operands, tests, sets, undefined, traits, feature, interception); }

    /**
     * Says that the instruction may cause a VM exit: {@link #always}, {@link #byPrimary}, {@link #bySecondary}, or as a bitmap or a mask in the VMCS
     * decides.
     */
    Row exits(ExitReason reason) { return intercepted(interception.reason(reason)); }

    /** Says that the instruction exits whatever the controls are. */
    Row always() { return intercepted(interception.whateverTheControls()); }

    /** Says that the instruction exits where one of these primary processor-based controls is 1. */
    Row byPrimary(int controls) { return intercepted(interception.primary(controls)); }

    /** Says that the instruction exits where one of these secondary processor-based controls is 1. */
    Row bySecondary(int controls) { return intercepted(interception.secondary(controls)); }

    /** Says that the instruction is an undefined opcode in VMX non-root operation where this secondary processor-based control is 0. */
    Row enabledBy(int control) { return intercepted(interception.enable(control)); }

    private Row intercepted(Interception changed) { return new Row(opcode, mnemonic, operands, tests, sets, undefined, traits, feature, changed); }

    /** The rows with these traits added to each. */
    static List<Row> each(List<Row> rows, Trait... traits) {
        List<Row> all = new ArrayList<>();
        for (Row row : rows) all.add(row.is(traits));
        return all;
    }

    /** The rows, each of which exists only where CPUID offers the feature. */
    static List<Row> each(List<Row> rows, CpuidFeature feature) { return rows.stream().map(row -> row.needs(feature)).toList(); }

    public boolean has(Trait trait) { return (traits & trait.mask) != 0; }

    /** Whether the instruction is the last one of its block. */
    public boolean endsBlock() { return (traits & (Trait.BRANCH.mask | Trait.UNCHAINED.mask | Trait.ALONE.mask)) != 0; }

    /** Whether the instruction is the only one of its block. */
    public boolean alone() { return has(Trait.ALONE); }
}
