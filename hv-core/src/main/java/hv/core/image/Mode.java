package hv.core.image;

/** The mode of the processor at an image's first instruction. */
public enum Mode {
    /** Real-address mode, with the interrupt vector table at 0. */
    REAL,
    /** Protected mode, paging off, 16-bit code segment. */
    PROTECTED_16,
    /** Protected mode, paging off, 32-bit code segment. */
    PROTECTED_32,
    /** 64-bit mode; the first GiB is mapped to itself. */
    LONG_64
}
