package hv.cpu.assembler;

/** What the symbols of an expression mean. */
interface Scope {
    /** Of a label or a constant. @throws AssemblyException if there is no such symbol */
    Value value(String symbol, Place place);

    /** The address of the statement. */
    long here();

    /** The address of the first byte. */
    long start();
}
