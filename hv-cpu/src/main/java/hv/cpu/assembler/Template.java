package hv.cpu.assembler;

import hv.cpu.decode.Axis;
import hv.cpu.decode.Form;
import hv.cpu.decode.OpcodeMaps;
import hv.cpu.decode.Operand;
import hv.cpu.decode.Pattern;
import hv.cpu.decode.Row;
import hv.cpu.decode.Sizes;
import hv.cpu.decode.Trait;
import java.util.ArrayList;
import java.util.List;

/** A row of the opcode maps, prepared for encoding. */
final class Template {
    /** In the order of the maps. */
    static final List<Template> ALL =
            OpcodeMaps.ROWS.stream().map(Template::new).toList();

    final Row row;
    final Pattern pattern;
    private final Form form;
    private final List<List<Variant>> variants = new ArrayList<>();

    private Template(Row row) {
        this.row = row;
        pattern = new Pattern(row);
        form = new Form(row);
        for (int codeWidth = 16; codeWidth <= 64; codeWidth *= 2) variants.add(exists(codeWidth) ? variantsOf(codeWidth) : List.of());
    }

    List<Operand> operands() { return row.operands(); }

    /** The ways to write it, cheapest first: each operand size once. None in code that does not have it. */
    List<Variant> variants(int codeWidth) { return variants.get(codeWidth == 16 ? 0 : codeWidth == 32 ? 1 : 2); }

    private boolean exists(int codeWidth) {
        if (codeWidth == 64) return !row.has(Trait.NOT_64);
        return !row.has(Trait.ONLY_64) && !asks(Axis.REX_W, Axis.REX_W) && !asks(Axis.REX_B, Axis.REX_B);
    }

    /** Whether the row asks for this value of a field of the selector. */
    boolean asks(int field, int value) { return (pattern.care & field) == field && (pattern.value & field) == value; }

    private List<Variant> variantsOf(int codeWidth) {
        List<Variant> all = new ArrayList<>();
        for (boolean rexW : new boolean[] {false, true}) {
            boolean impossible = rexW && (codeWidth != 64 || asks(Axis.REX_W, 0)) || !rexW && asks(Axis.REX_W, Axis.REX_W);
            if (!impossible) for (boolean override : new boolean[] {false, true}) add(all, codeWidth, override, rexW);
        }
        return List.copyOf(all);
    }

    private void add(List<Variant> all, int codeWidth, boolean override, boolean rexW) {
        if (override ? asks(Axis.PREFIX, 0) : asks(Axis.PREFIX, Axis.P66)) return;
        int size = Sizes.operandSize(form, codeWidth, override, rexW);
        boolean known = all.stream().anyMatch(variant -> variant.operandSize() == size);
        if (!known) all.add(new Variant(this, codeWidth, override, rexW, size, form.width.bytes(size, true)));
    }
}
