package hv.cpu.decode;

/** A row in the form that the decoder needs. */
public final class Form {
    static final Form UNDEFINED = new Form(Row.UNDEFINED), TOO_LONG = new Form(Row.TOO_LONG);

    final Row row;
    final Operand[] operands;
    /** The size that decides the instruction's width. */
    public final Size width;
    final int condition;
    final boolean lockable, default64, forced64;

    public Form(Row row) {
        this.row = row;
        operands = row.operands().toArray(new Operand[0]);
        width = width(operands);
        condition = row.mnemonic().condition();
        lockable = row.has(Trait.LOCKABLE);
        default64 = row.has(Trait.DEFAULT_64);
        forced64 = row.has(Trait.FORCED_64);
    }

    private static Size width(Operand[] operands) {
        for (Operand o : operands)
            if (o.addressing.decidesWidth() && o.size != Size.NONE && o.size != Size.DQ) return o.size;
        return Size.V;
    }
}
