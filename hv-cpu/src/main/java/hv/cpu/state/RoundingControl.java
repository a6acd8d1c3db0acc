package hv.cpu.state;

/**
 * The rounding control field (RC) of the x87 control word, of MXCSR and of the immediate operand of ROUNDPS and its like.
 *
 * @sdm 1 "Rounding Control (RC) Field"
 */
public final class RoundingControl {
    public static final int NEAREST = 0, DOWN = 1, UP = 2, TRUNCATE = 3;

    private RoundingControl() {}

    /**
     * Whether a magnitude is rounded away from zero.
     *
     * @param odd  whether the lowest kept bit is 1
     * @param rest the dropped bits, as a binary fraction of the lowest kept bit that starts with bit 63; not 0
     */
    public static boolean up(int control, boolean negative, boolean odd, long rest) {
        return switch (control) {
            case NEAREST -> rest < 0 && (rest != Long.MIN_VALUE || odd);
            case DOWN -> negative;
            case TRUNCATE -> false;
            default -> !negative;
        };
    }
}
