package hv.cpu.assembler;

/** The symbols that an expression can use. */
interface Scope {
    /**
     * The value of a label or a constant.
     *
     * @throws AssemblyException if there is no such symbol
     */
    Value value(String symbol, Place place);

    /** The address of the statement. */
    long here();

    /** The address of the first byte. */
    long start();
}
