package hv.cpu.decode;

/** Turns bytes into {@link Op}s. It keeps scratch state between calls: one decoder for each processor, not thread-safe. */
public final class Decoder {
    private final Draft d = new Draft();

    /**
     * Decodes one instruction.
     *
     * @param bytes     the instruction's bytes; whatever this throws passes through
     * @param rip       offset of the instruction in its code segment
     * @param codeWidth 16, 32 or 64
     * @return never null: bytes that are no instruction give {@link Row#UNDEFINED} or {@link Row#TOO_LONG}
     */
    public Op decode(Fetch bytes, long rip, int codeWidth) {
        d.clear(rip, codeWidth);
        d.opcode = bytes.at(d.length++);
        return new Op(d);
    }
}
