package hv.cpu.apic;

/**
 * The entries of the local vector table, each with the bits that software can write.
 *
 * @sdm 3A "Local Vector Table"
 */
enum LocalVector {
    TIMER(0x320, 0x700FF), THERMAL(0x330, 0x107FF), PERFORMANCE(0x340, 0x107FF), LINT0(0x350, 0x1A7FF), LINT1(0x360, 0x1A7FF), ERROR(0x370, 0x100FF);

    static final int MASKED = 1 << 16, DELIVERY_STATUS = 1 << 12, ACTIVE_LOW = 1 << 13, REMOTE_IRR = 1 << 14, LEVEL = 1 << 15;
    private static final LocalVector[] ALL = values();
    private static final int FIRST = 0x320;

    final int offset;
    final int writable;

    LocalVector(int offset, int writable) {
        this.offset = offset;
        this.writable = writable;
    }

    static boolean is(int offset) { return offset >= FIRST && offset <= ERROR.offset; }
    static LocalVector at(int offset) { return ALL[offset - FIRST >>> 4]; }

    /** The delivery mode of an entry; entries without such a field deliver fixed interrupts. */
    static DeliveryMode mode(int entry) { return DeliveryMode.of(entry >>> 8); }
}
