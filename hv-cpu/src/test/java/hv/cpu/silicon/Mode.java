package hv.cpu.silicon;

/** How the code of a case is executed; all at privilege level 3 of an operating system in long mode. */
enum Mode {
    /** 64-bit code. */
    LONG_64(64, Tables.USER_CODE_64),
    /** 32-bit code with flat segments. */
    FLAT_32(32, Tables.USER_CODE_32),
    /** 32-bit code with data segments of all kinds. */
    SEGMENTED_32(32, Tables.USER_CODE_32),
    /** 16-bit code in 64-KByte segments. */
    SEGMENTED_16(16, Tables.local(0));

    final int codeWidth, codeSelector;

    Mode(int codeWidth, int codeSelector) {
        this.codeWidth = codeWidth;
        this.codeSelector = codeSelector;
    }

    boolean segmented() { return this == SEGMENTED_32 || this == SEGMENTED_16; }
    /** The bits of a general register that this mode's code can use. */
    long registerMask() { return codeWidth == 64 ? -1 : 0xFFFF_FFFFL; }
    /** Linear address that RIP counts from. */
    long codeBase() { return Tables.base(codeSelector); }
}
