package hv.cpu.silicon;

/**
 * Exceptions that cases end with, by vector.
 *
 * @sdm 3A "Exception and Interrupt Vectors"
 */
final class Vectors {
    static final int SINGLE_STEP = 1, BREAKPOINT = 3, BOUND_RANGE = 5, UNDEFINED_OPCODE = 6, STACK_FAULT = 12, GENERAL_PROTECTION = 13, PAGE_FAULT = 14,
            ALIGNMENT_CHECK = 17;
    /** Bits of a page fault's error code: of a fetch by user code, and the one that tells a fetch from other accesses. */
    static final int USER_FETCH = 0x14, FETCH = 0x10;

    private Vectors() {}
}
