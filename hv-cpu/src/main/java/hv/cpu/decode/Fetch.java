package hv.cpu.decode;

/** Where a {@link Decoder} gets an instruction's bytes from. */
@FunctionalInterface
public interface Fetch {
    /**
     * A byte of the instruction. The decoder asks for each byte once, in order, and for none that the instruction does not have.
     * What this throws (a page fault, say) leaves {@link Decoder#decode} unchanged.
     *
     * @param index 0 to 14, from the instruction's first byte
     * @return 0 to 255
     */
    int at(int index);
}
