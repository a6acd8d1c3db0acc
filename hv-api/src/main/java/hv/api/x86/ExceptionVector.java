package hv.api.x86;

import java.util.List;

/**
 * Exceptions by vector.
 *
 * @sdm 3A chapter 6 "Interrupt and Exception Handling", table "Protected-Mode Exceptions and Interrupts"
 */
public final class ExceptionVector {
    private static final List<String> NAMES = List.of("#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "exception 9", "#TS", "#NP", "#SS", "#GP",
            "#PF", "exception 15", "#MF", "#AC", "#MC", "#XM");

    private ExceptionVector() {}

    /** @param vector 0 to 255 @return the manual's short name, {@code #PF}; {@code NMI} for vector 2; "exception n" where there is none */
    public static String name(int vector) { return vector < NAMES.size() ? NAMES.get(vector) : "exception " + vector; }
}
