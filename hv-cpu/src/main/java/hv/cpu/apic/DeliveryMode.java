package hv.cpu.apic;

/** What an interrupt message does, in the order of the three bits that say so. */
enum DeliveryMode {
    FIXED, LOWEST_PRIORITY, SMI, RESERVED, NMI, INIT, START_UP, EXTINT;

    private static final DeliveryMode[] ALL = values();

    /** @param bits the three lowest count */
    static DeliveryMode of(int bits) { return ALL[bits & 7]; }

    boolean hasVector() { return this == FIXED || this == LOWEST_PRIORITY; }
}
