package hv.cpu.performance;

/**
 * The events that a counter counts, decoded from its control bits.
 *
 * @param system     whether it counts at privilege level 0
 * @param user       whether it counts at the other privilege levels
 * @param interrupts whether an overflow interrupts
 */
record Counting(Rate rate, boolean system, boolean user, boolean interrupts) {
    static final Counting OFF = new Counting(Rate.NEVER, false, false, false);

    /** IA32_PERFEVTSELx. */
    private static final long USER = 1 << 16, SYSTEM = 1 << 17, EDGE = 1 << 18, INTERRUPT = 1 << 20, ENABLE = 1 << 22, INVERT = 1 << 23;
    /** The bits of IA32_PERFEVTSELx in version 2. */
    static final long SELECT_BITS = 0xFFDF_FFFFL;
    /** The field of IA32_FIXED_CTR_CTRL for one counter. */
    private static final long FIXED_SYSTEM = 1, FIXED_USER = 2, FIXED_INTERRUPT = 8;
    static final int FIXED_FIELD = 4;
    static final long FIXED_BITS = FIXED_SYSTEM | FIXED_USER | FIXED_INTERRUPT;
    private static final Rate[] FIXED_EVENTS = {Rate.INSTRUCTIONS, Rate.CYCLES, Rate.CYCLES};

    /** @param events the architectural events that the processor has, a bit for each in the order of CPUID.0AH:EBX */
    static Counting general(long select, int events) {
        if ((select & ENABLE) == 0) return OFF;
        boolean edges = (select & EDGE) != 0;
        Rate rate = edges ? Rate.NEVER : event((int) select & 0xFFFF, events).inCyclesWith((int) select >>> 24, (select & INVERT) != 0);
        return new Counting(rate, (select & SYSTEM) != 0, (select & USER) != 0, (select & INTERRUPT) != 0);
    }

    /**
     * @param selected event and unit mask
     * @sdm 3B "Pre-defined Architectural Performance Events"
     */
    private static Rate event(int selected, int events) {
        return switch (selected) {
            case 0x003C -> (events & 1) != 0 ? Rate.CYCLES : Rate.NEVER;
            case 0x00C0 -> (events & 2) != 0 ? Rate.INSTRUCTIONS : Rate.NEVER;
            case 0x013C -> (events & 4) != 0 ? Rate.CYCLES : Rate.NEVER;
            default -> Rate.NEVER;
        };
    }

    /** @param number of the counter: 0 instructions, 1 core cycles, 2 reference cycles */
    static Counting fixed(int number, long fixedControl) {
        long field = fixedControl >>> FIXED_FIELD * number;
        return new Counting(FIXED_EVENTS[number], (field & FIXED_SYSTEM) != 0, (field & FIXED_USER) != 0, (field & FIXED_INTERRUPT) != 0);
    }

    boolean at(boolean userLevel) { return rate != Rate.NEVER && (userLevel ? user : system); }
    boolean filters() { return rate != Rate.NEVER && system != user; }
}
