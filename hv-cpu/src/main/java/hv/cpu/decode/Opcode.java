package hv.cpu.decode;

import java.util.List;

/** The forms of one opcode byte of a map: one for each value of the selector's bits (see {@link Axis}) that matter to it. */
final class Opcode {
    static final Opcode UNDEFINED = new Opcode(false), UNDEFINED_MODRM = new Opcode(true), UNDEFINED_MODRM_IMMEDIATE = new Opcode(true, Operand.Ib);

    /** Whether a ModRM byte follows. */
    final boolean modrm;
    /** The immediates that follow even in forms that are undefined. */
    final Operand[] immediates;
    /** The bits of the selector that choose among the forms. */
    private final int axes;
    /** The lowest of these bits. */
    private final int shift;
    /** The forms, indexed by the selector from its lowest to its highest bit that matters. */
    private final Form[] forms;

    private Opcode(boolean modrm, Operand... immediates) {
        this.modrm = modrm;
        this.immediates = immediates;
        axes = shift = 0;
        forms = new Form[] {Form.UNDEFINED};
    }

    /** @throws IllegalStateException if two of the patterns match the same bytes */
    Opcode(List<Pattern> patterns) {
        int care = 0;
        boolean extended = false;
        for (Pattern pattern : patterns) {
            care |= pattern.care;
            extended |= pattern.modrm;
        }
        modrm = extended;
        immediates = patterns.getFirst().row.operands().stream().filter(operand -> operand.addressing.inInstruction()).toArray(Operand[]::new);
        axes = care;
        shift = axes == 0 ? 0 : Integer.numberOfTrailingZeros(axes);
        forms = new Form[Math.max(1, Integer.highestOneBit(axes >>> shift) * 2)];
        for (Pattern pattern : patterns) fill(pattern);
        for (int i = 0; i < forms.length; i++) if (forms[i] == null) forms[i] = Form.UNDEFINED;
    }

    private void fill(Pattern pattern) {
        Form form = new Form(pattern.row);
        for (int i = 0; i < forms.length; i++) {
            if ((i << shift & pattern.care) != pattern.value) continue;
            if (forms[i] != null) throw new IllegalStateException("two rows for the same bytes: " + forms[i].row + " and " + form.row);
            forms[i] = form;
        }
    }

    Form form(Draft d) { return forms[(Axis.selector(d) & axes) >>> shift]; }
}
