package hv.cpu.decode;

/** The source of an instruction's bytes for a {@link Decoder}. */
@FunctionalInterface
public interface Fetch {
    /**
     * A byte of the instruction. The decoder asks for each byte once, in order, and for none that the instruction does not have. An exception that
     * this throws (a page fault, say) leaves {@link Decoder#decode} unchanged.
     *
     * @param index 0 to 14, from the instruction's first byte
     * @return 0 to 255
     */
    int at(int index);
}
