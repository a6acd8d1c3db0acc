package hv.devices.interrupts;

/**
 * An I/O APIC: 24 inputs, each with an entry of the redirection table that says what message the local APICs get. Inputs are active whatever an
 * entry's polarity bit says: the machine's lines are raised and lowered, not high or low.
 *
 * <p>Source: Intel 82093AA data sheet (290566); the EOI register is that of version 20H.
 */
final class Redirections {
    static final int INPUTS = 24;
    static final long MASKED = 1 << 16;
    private static final int SELECT = 0, WINDOW = 0x10, EOI = 0x40;
    private static final int ID = 0, VERSION = 1, ARBITRATION = 2, TABLE = 0x10;
    private static final int VERSION_20_WITH_24_INPUTS = 0x17_0020;
    private static final long LEVEL = 1 << 15, REMOTE_IRR = 1 << 14, DELIVERY_STATUS = 1 << 12, LOGICAL = 1 << 11, WRITABLE = 0xFF00_0000_0001_AFFFL;
    private static final int FIXED = 0, LOWEST_PRIORITY = 1;
    private static final long LOCAL_APICS = 0xFEE0_0000L;
    private static final int MESSAGE_LOGICAL = 4, MESSAGE_REDIRECTION_HINT = 8, MESSAGE_LEVEL = 1 << 15, MESSAGE_ASSERT = 1 << 14;

    /** Sends a message on the bus of the local APICs. */
    @FunctionalInterface interface Messages { void send(long address, int data); }

    private final IoApicState state;
    private final Messages messages;

    Redirections(IoApicState state, Messages messages) {
        this.state = state;
        this.messages = messages;
    }

    // ---- software's side ----

    long read(long offset) {
        return switch ((int) offset & ~3) {
            case SELECT -> state.selected;
            case WINDOW -> register(state.selected) & 0xFFFF_FFFFL;
            default -> 0;
        };
    }

    private long register(int index) {
        if (index == ID || index == ARBITRATION) return state.id;
        if (index == VERSION) return VERSION_20_WITH_24_INPUTS;
        int input = index - TABLE >> 1;
        if (input < 0 || input >= INPUTS) return 0;
        return state.entries[input] >>> 32 * (index & 1);
    }

    void write(long offset, int value) {
        switch ((int) offset & ~3) {
            case SELECT -> state.selected = value & 0xFF;
            case WINDOW -> writeRegister(state.selected, value);
            case EOI -> endOfInterrupt(value & 0xFF);
            default -> { }
        }
    }

    private void writeRegister(int index, int value) {
        if (index == ID) state.id = value & 0x0F00_0000;
        int input = index - TABLE >> 1;
        if (input < 0 || input >= INPUTS) return;
        int shift = 32 * (index & 1);
        long written = state.entries[input] & ~(0xFFFF_FFFFL << shift) | (value & 0xFFFF_FFFFL) << shift;
        state.entries[input] = written & WRITABLE & ~DELIVERY_STATUS | ((written & LEVEL) != 0 ? state.entries[input] & REMOTE_IRR : 0);
        service(input);
    }

    // ---- the wires' side ----

    /** An edge-triggered input sends on the edge; where it is masked then, the edge is lost. */
    void input(int number, boolean active) {
        int bit = 1 << number;
        boolean rises = active && (state.levels & bit) == 0;
        state.levels = active ? state.levels | bit : state.levels & ~bit;
        if (levelTriggered(number)) service(number);
        else if (rises && !masked(number)) send(number);
    }

    /** A local APIC has ended the interrupt with this vector: level-triggered inputs that are still active send again. */
    void endOfInterrupt(int vector) {
        for (int input = 0; input < INPUTS; input++) {
            if ((state.entries[input] & REMOTE_IRR) == 0 || (state.entries[input] & 0xFF) != vector) continue;
            state.entries[input] &= ~REMOTE_IRR;
            service(input);
        }
    }

    // ---- inside ----

    private boolean masked(int input) { return (state.entries[input] & MASKED) != 0; }
    private boolean levelTriggered(int input) { return (state.entries[input] & LEVEL) != 0; }

    /** Sends the message of a level-triggered input that is active, unless its last interrupt has not been ended. */
    private void service(int input) {
        boolean active = (state.levels >>> input & 1) != 0, underWay = (state.entries[input] & REMOTE_IRR) != 0;
        if (!levelTriggered(input) || !active || underWay || masked(input)) return;
        state.entries[input] |= REMOTE_IRR;
        send(input);
    }

    private void send(int input) {
        long entry = state.entries[input];
        int delivery = (int) entry >>> 8 & 7;
        boolean level = levelTriggered(input) && (delivery == FIXED || delivery == LOWEST_PRIORITY);
        long address = LOCAL_APICS | entry >>> 56 << 12 | ((entry & LOGICAL) != 0 ? MESSAGE_LOGICAL : 0)
                | (delivery == LOWEST_PRIORITY ? MESSAGE_REDIRECTION_HINT : 0);
        messages.send(address, (int) entry & 0x7FF | (level ? MESSAGE_LEVEL | MESSAGE_ASSERT : 0));
    }
}
