package hv.cpu.apic;

/** The delivery modes of an interrupt message, in the order of their encoding. */
enum DeliveryMode {
    FIXED, LOWEST_PRIORITY, SMI, RESERVED, NMI, INIT, START_UP, EXTINT;

    private static final DeliveryMode[] ALL = values();

    /** @param bits the mode in the three lowest bits; others are ignored */
    static DeliveryMode of(int bits) { return ALL[bits & 7]; }

    boolean hasVector() { return this == FIXED || this == LOWEST_PRIORITY; }
}
