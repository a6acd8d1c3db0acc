package hv.cpu.decode;

/**
 * Where processors that run the same software do different things with an instruction. The one of this project does as Intel's do that lack what
 * is not in its CPUID; a comparison with another processor has to know.
 */
public enum Variation {
    /** With F3H it is TZCNT or LZCNT where BMI1 or LZCNT exists. */
    COUNTS_ZEROS,
    /** For a source of 0 the manual leaves the destination undefined; it stays as it is, but not in every processor the upper half of 64 bits. */
    ZERO_SOURCE,
    /** With 66H in 64-bit code AMD's processors branch with an operand size of 16 bits; Intel's ignore the prefix. */
    BRANCH_SIZE,
    /** A target that is not canonical: Intel's processors raise #GP at the branch (CALL has stored the return address), AMD's at the target. */
    TARGET_FAULT,
    /** Repeated with an address size of 32 bits in 64-bit code: which upper halves of rCX, rSI and rDI are cleared when nothing is done. */
    UPPER_HALVES,
    /** A fault in the middle: Intel's processors keep what they have loaded before, others may not. */
    PARTIAL_LOADS,
    /** A count above the operand size of 16 bits: result and flags are undefined. */
    COUNT_ABOVE_SIZE,
    /** With REX.W Intel's processors take far pointers of 80 bits, AMD's ignore the prefix. */
    FAR_POINTER_SIZE,
    /** AMD's processors have it outside 64-bit code too. */
    ONLY_64_ON_INTEL,
    /** Intel's processors have it in compatibility mode, AMD's don't. */
    NOT_IN_LONG_MODE_ON_AMD;

    final int mask = 1 << ordinal();
}
