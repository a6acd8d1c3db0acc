package hv.cpu.apic;

/**
 * The interrupt command register, which sends interprocessor interrupts. They are edge-triggered, whatever the register says.
 *
 * @sdm 3A "Issuing Interprocessor Interrupts"
 */
final class InterruptCommand {
    private static final int LOGICAL = 1 << 11, ASSERT = 1 << 14, LEVEL = 1 << 15;
    private static final int NO_SHORTHAND = 0, SELF = 1, ALL = 2;

    private InterruptCommand() {}

    static void send(LocalApic apic, LocalApics others, long command) {
        int low = (int) command;
        var mode = DeliveryMode.of(low >>> 8);
        int vector = low & 0xFF, shorthand = low >>> 18 & 3;
        if (mode == DeliveryMode.RESERVED || mode == DeliveryMode.EXTINT) return;
        if (mode.hasVector() && vector < LocalApic.FIRST_VECTOR) {
            apic.error(ApicError.SENT_ILLEGAL_VECTOR);
            return;
        }
        boolean deassert = mode == DeliveryMode.INIT && (low & LEVEL) != 0 && (low & ASSERT) == 0;
        if (deassert || !valid(mode, shorthand)) return;
        boolean wide = apic.state.x2apic();
        int destination = wide ? (int) (command >>> 32) : (int) (command >>> 56);
        var message = new ApicMessage(mode, vector, false, (low & LOGICAL) != 0, destination, wide);
        switch (shorthand) {
            case NO_SHORTHAND -> others.send(message);
            case SELF -> apic.receive(message);
            case ALL -> {
                others.sendToOthers(apic, message);
                apic.receive(message);
            }
            default -> others.sendToOthers(apic, message);
        }
    }

    /** Whether a mode is allowed with a shorthand: to itself a processor can send only fixed interrupts. */
    private static boolean valid(DeliveryMode mode, int shorthand) {
        return shorthand != SELF && shorthand != ALL || mode == DeliveryMode.FIXED;
    }
}
