package hv.api.x86;

import java.util.List;

/**
 * Vectors of exceptions.
 *
 * @sdm 3A chapter 6 "Interrupt and Exception Handling", table "Protected-Mode Exceptions and Interrupts"
 */
public final class ExceptionVector {
    /** Divide error. */
    public static final int DE = 0;
    /** Debug exception. */
    public static final int DB = 1;
    /** Non-maskable interrupt. */
    public static final int NMI = 2;
    /** Breakpoint: INT3. */
    public static final int BP = 3;
    /** Overflow: INTO. */
    public static final int OF = 4;
    /** BOUND range exceeded. */
    public static final int BR = 5;
    /** Invalid opcode. */
    public static final int UD = 6;
    /** Device not available. */
    public static final int NM = 7;
    /** Double fault. */
    public static final int DF = 8;
    /** Invalid TSS. */
    public static final int TS = 10;
    /** Segment not present. */
    public static final int NP = 11;
    /** Stack-segment fault. */
    public static final int SS = 12;
    /** General protection. */
    public static final int GP = 13;
    /** Page fault. */
    public static final int PF = 14;
    /** x87 floating-point error. */
    public static final int MF = 16;
    /** Alignment check. */
    public static final int AC = 17;
    /** Machine check. */
    public static final int MC = 18;
    /** SIMD floating-point exception. */
    public static final int XM = 19;

    private static final List<String> NAMES = List.of("#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "exception 9", "#TS", "#NP", "#SS", "#GP",
            "#PF", "exception 15", "#MF", "#AC", "#MC", "#XM");

    private ExceptionVector() {}

    /** @param vector 0 to 255 @return the manual's short name, {@code #PF}; {@code NMI} for vector 2; "exception n" where there is none */
    public static String name(int vector) { return vector < NAMES.size() ? NAMES.get(vector) : "exception " + vector; }
}
