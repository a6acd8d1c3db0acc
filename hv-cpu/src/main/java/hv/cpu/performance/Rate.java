package hv.cpu.performance;

/** The rate of a counter. No counter counts more than once in a cycle. */
enum Rate {
    /** The counter stands still. */
    NEVER,
    /** The counter counts each instruction that ends. */
    INSTRUCTIONS,
    /** The counter counts cycles in which no instruction ends. */
    BETWEEN_INSTRUCTIONS,
    /** The counter counts each cycle. */
    CYCLES;

    /** The events that are counted while so many cycles and instructions are executed. */
    long of(long cycles, long instructions) {
        return switch (this) {
            case NEVER -> 0;
            case INSTRUCTIONS -> instructions;
            case BETWEEN_INSTRUCTIONS -> cycles - instructions;
            case CYCLES -> cycles;
        };
    }

    private Rate otherCycles() {
        return switch (this) {
            case NEVER -> CYCLES;
            case INSTRUCTIONS -> BETWEEN_INSTRUCTIONS;
            case BETWEEN_INSTRUCTIONS -> INSTRUCTIONS;
            case CYCLES -> NEVER;
        };
    }

    /** The rate with a counter mask: it counts cycles with at least so many events, or with fewer. @param least 0 for the events themselves */
    Rate inCyclesWith(int least, boolean fewer) {
        if (least == 0) return this;
        Rate reached = least == 1 ? this : NEVER;
        return fewer ? reached.otherCycles() : reached;
    }
}
