package hv.cpu.decode;

/** The kinds of an operand of an {@link Op}. They are small constants, so that code specialised to a shape can decide on them at no cost. */
public final class Kind {
    /** No such operand. */
    public static final int NONE = 0;
    /** General register, its low {@code w} bytes; number 0 to 15 in encoding order. */
    public static final int REG = 1;
    /** AH, CH, DH or BH: bits 15:8 of register 0 to 3. */
    public static final int REG_HIGH = 2;
    /** Memory at {@link Op#segment}:[{@link Op#base} + {@link Op#index} &lt;&lt; {@link Op#shift} + {@link Op#displacement}]. */
    public static final int MEM = 3;
    /** {@link Op#immediate}; for the second operand of ENTER {@link Op#immediate2}. */
    public static final int IMM = 4;
    /** Segment register, numbered as in the encoding: ES, CS, SS, DS, FS, GS. */
    public static final int SEG = 5;
    /** Control register. */
    public static final int CR = 6;
    /** Debug register. */
    public static final int DR = 7;
    /** Branch to {@link Op#target}. */
    public static final int REL = 8;
    /** Far pointer in the instruction: selector {@link Op#immediate2}, offset {@link Op#immediate}. */
    public static final int FAR = 9;
    /** Source of a string instruction: {@link Op#segment}:[rSI] with rSI as wide as {@link Op#addressWidth}. */
    public static final int STRING_SOURCE = 10;
    /** Destination of a string instruction: ES:[rDI]. */
    public static final int STRING_DESTINATION = 11;
    /** MMX register 0 to 7. */
    public static final int MMX = 12;
    /** XMM register 0 to 15. */
    public static final int XMM = 13;

    /** x87 data register ST(number). */
    public static final int ST = 14;

    private Kind() {}
}
