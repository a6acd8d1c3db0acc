package hv.cpu.apic;

/**
 * IA32_APIC_BASE: the address of the registers, and the mode of the local APIC.
 *
 * @sdm 3A "Local APIC Status and Location" and "x2APIC State Transitions"
 */
final class ApicBase {
    static final long BOOTSTRAP = 1 << 8, EXTENDED = 1 << 10, ENABLED = 1 << 11, DEFAULT_PAGE = 0xFEE0_0000L;
    private static final long MODE = ENABLED | EXTENDED, RESERVED = 0x2FF;

    private ApicBase() {}

    static boolean enabled(long base) { return (base & ENABLED) != 0; }
    static boolean x2apic(long base) { return (base & MODE) == MODE; }
    static boolean xapic(long base) { return (base & MODE) == ENABLED; }

    /** Whether a write may change the register from {@code before} to {@code now}: reserved bits, and the modes that may follow each other. */
    static boolean allowed(long before, long now, ApicFeatures features) {
        if ((now & RESERVED) != 0 || now >>> features.physicalBits() != 0) return false;
        if ((now & EXTENDED) != 0 && (!features.x2apic() || !enabled(now))) return false;
        boolean toX2apicWithoutXapic = x2apic(now) && !enabled(before), backToXapic = x2apic(before) && xapic(now);
        return !toX2apicWithoutXapic && !backToXapic;
    }
}
