package hv.cpu.assembler;

/** A mistake in a text for the {@link Assembler}: where it is, what is wrong, and what would be right. */
public final class AssemblyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final int line, column;

    AssemblyException(int line, int column, String message) {
        super("line " + line + ", column " + column + ": " + message);
        this.line = line;
        this.column = column;
    }

    /** From 1. */
    public int line() { return line; }

    /** From 1, in characters. */
    public int column() { return column; }
}
