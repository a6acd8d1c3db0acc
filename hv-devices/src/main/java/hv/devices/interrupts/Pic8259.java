package hv.devices.interrupts;

/**
 * One 8259A: initialization and operation command words, priorities, acknowledgement. Address bit 0 chooses between its two registers.
 *
 * <p>Source: Intel 8259A data sheet (231468).
 */
final class Pic8259 {
    private static final int INPUTS = 8, ALL = 0xFF, NONE = -1, SPURIOUS = 7;
    private static final int ICW1 = 0x10, ICW1_NEEDS_4 = 1, ICW1_SINGLE = 2, ICW1_LEVEL = 8;
    private static final int ICW4_AUTO_EOI = 2, ICW4_SPECIAL_FULLY_NESTED = 0x10;
    private static final int OCW3 = 8, OCW3_POLL = 4;

    private final PicState state;

    Pic8259(PicState state) { this.state = state; }

    // ---- software's side ----

    int read(int address) {
        if (state.polls) {
            state.polls = false;
            return poll();
        }
        if (address == 1) return state.mask;
        return state.readsInService ? state.inService : state.requests;
    }

    /** The poll command: acknowledges an interrupt as the processor's INTA cycle would, and returns its input. */
    private int poll() {
        int input = highest();
        if (input == NONE) return 0;
        serve(input);
        return 0x80 | input;
    }

    void write(int address, int value) {
        if (address == 0) writeCommand(value);
        else if (state.nextWord == 0) state.mask = value;
        else writeInitialization(value);
    }

    private void writeCommand(int value) {
        if ((value & ICW1) != 0) initialize(value);
        else if ((value & OCW3) != 0) writeOcw3(value);
        else writeOcw2(value >>> 5, value & 7);
    }

    private void initialize(int word) {
        state.mask = state.inService = state.requests = 0;
        state.lowest = 7;
        state.cascade = 0;
        state.specialMask = state.readsInService = state.polls = false;
        state.autoEoi = state.rotatesOnAutoEoi = state.specialFullyNested = false;
        state.needsWord4 = (word & ICW1_NEEDS_4) != 0;
        state.single = (word & ICW1_SINGLE) != 0;
        state.everyInputByLevel = (word & ICW1_LEVEL) != 0;
        state.requests = state.levels & byLevel();
        state.nextWord = 2;
    }

    private void writeInitialization(int word) {
        switch (state.nextWord) {
            case 2 -> state.base = word & 0xF8;
            case 3 -> state.cascade = word;
            default -> {
                state.autoEoi = (word & ICW4_AUTO_EOI) != 0;
                state.specialFullyNested = (word & ICW4_SPECIAL_FULLY_NESTED) != 0;
            }
        }
        state.nextWord = following(state.nextWord);
    }

    private int following(int word) {
        if (word == 2 && !state.single) return 3;
        return word < 4 && state.needsWord4 ? 4 : 0;
    }

    /** End of interrupt and rotation. */
    private void writeOcw2(int command, int input) {
        switch (command) {
            case 0 -> state.rotatesOnAutoEoi = false;
            case 4 -> state.rotatesOnAutoEoi = true;
            case 1 -> end(highestInService(), false);
            case 5 -> end(highestInService(), true);
            case 3 -> end(input, false);
            case 7 -> end(input, true);
            case 6 -> state.lowest = input;
            default -> { }
        }
    }

    private void end(int input, boolean rotates) {
        if (input == NONE) return;
        state.inService &= ~(1 << input);
        if (rotates) state.lowest = input;
    }

    private void writeOcw3(int value) {
        if ((value & 0x40) != 0) state.specialMask = (value & 0x20) != 0;
        if ((value & OCW3_POLL) != 0) state.polls = true;
        else if ((value & 2) != 0) state.readsInService = (value & 1) != 0;
    }

    /** The edge/level control register (ELCR). */
    int levelTriggered() { return state.levelTriggered; }
    void levelTriggered(int inputs) { state.levelTriggered = inputs; }

    // ---- the wires' side ----

    /** The level of an input changes. An edge-triggered request is dropped if the input falls before it is acknowledged. */
    void input(int number, boolean high) {
        int bit = 1 << number;
        boolean rises = high && (state.levels & bit) == 0;
        state.levels = high ? state.levels | bit : state.levels & ~bit;
        if (!high) state.requests &= ~bit;
        else if (rises || (byLevel() & bit) != 0) state.requests |= bit;
    }

    /** Whether INT is high. */
    boolean requests() { return highest() != NONE; }

    /** Whether a slave hangs on this input. */
    boolean cascades(int input) { return !state.single && (state.cascade >>> input & 1) != 0; }

    /** The processor's acknowledgement. @return the input that is served, or 7 where the request is gone: a spurious interrupt */
    int acknowledge() {
        int input = highest();
        if (input == NONE) return SPURIOUS;
        serve(input);
        return input;
    }

    int vector(int input) { return state.base | input; }

    // ---- inside ----

    private int byLevel() { return state.everyInputByLevel ? ALL : state.levelTriggered; }

    private void serve(int input) {
        int bit = 1 << input;
        if ((byLevel() & bit) == 0) state.requests &= ~bit;
        if (!state.autoEoi) state.inService |= bit;
        else if (state.rotatesOnAutoEoi) state.lowest = input;
    }

    /** The input whose request is the next to be served. */
    private int highest() {
        if (state.nextWord != 0) return NONE;
        int waiting = state.requests & ~state.mask;
        for (int i = 1; i <= INPUTS; i++) {
            int input = state.lowest + i & 7, bit = 1 << input;
            boolean served = (state.inService & bit) != 0;
            if ((waiting & bit) != 0 && (!served || state.specialFullyNested && cascades(input))) return input;
            if (served && !state.specialMask) return NONE;
        }
        return NONE;
    }

    private int highestInService() {
        int served = state.specialMask ? state.inService & ~state.mask : state.inService;
        for (int i = 1; i <= INPUTS; i++) {
            int input = state.lowest + i & 7;
            if ((served >>> input & 1) != 0) return input;
        }
        return NONE;
    }
}
