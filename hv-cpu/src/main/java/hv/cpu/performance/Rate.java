package hv.cpu.performance;

/** How often a counter counts. None does so more than once in a cycle. */
enum Rate {
    /** Never. */
    NEVER,
    /** For each instruction that ends. */
    INSTRUCTIONS,
    /** In cycles in which none ends. */
    BETWEEN_INSTRUCTIONS,
    /** In each cycle. */
    CYCLES;

    /** How much it counts while so many cycles and instructions are executed. */
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

    /** Cycles with at least so many events, or with fewer. @param least 0 for the events themselves */
    Rate inCyclesWith(int least, boolean fewer) {
        if (least == 0) return this;
        Rate reached = least == 1 ? this : NEVER;
        return fewer ? reached.otherCycles() : reached;
    }
}
