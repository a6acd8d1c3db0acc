package hv.devices.acpi;

import hv.api.machine.InterruptLine;
import hv.api.machine.PortDevice;
import hv.api.machine.Timer;
import hv.devices.Frequency;
import java.util.function.LongSupplier;

/**
 * The fixed hardware of ACPI: PM1 event registers (status, enable) at 600H, PM1 control at 604H, and the 24-bit timer at 608H. ACPI mode is on from
 * the start: there is no SMI command port to switch it.
 *
 * <p>Source: ACPI specification 6.5, chapter 4.8 "ACPI Register Model".
 */
final class PowerManagement implements PortDevice {
    static final int SCI = 9;
    /** The real-time clock's line. */
    static final int CLOCK = 8;
    static final int EVENTS = 0x600, CONTROL = 0x604, TIMER = 0x608;
    static final int PORTS = 16;
    static final int SCI_ENABLE = 1;

    private static final Frequency RATE = new Frequency(3_579_545);
    private static final int TIMER_BITS = 24, HALF = 1 << TIMER_BITS - 1;
    private static final int TIMER_STATUS = 1, CLOCK_STATUS = 1 << 10, STATUS_BITS = 0x8731, ENABLE_BITS = 0x4721;
    private static final int SLEEP_TYPE = 10, SLEEP_ENABLE = 1 << 13, CONTROL_BITS = 0x1C03;

    private final PmState state;
    private final LongSupplier nanos;
    private final InterruptLine sci;
    private final Runnable softOff;
    private Timer overflow;

    PowerManagement(PmState state, LongSupplier nanos, InterruptLine sci, Runnable softOff) {
        this.state = state;
        this.nanos = nanos;
        this.sci = sci;
        this.softOff = softOff;
    }

    /** @param overflow calls {@link #changed} */
    void timer(Timer overflow) { this.overflow = overflow; }

    /** Reads registers one after the other, low byte first, where an access is wider than they are. */
    @Override public int in(int port, int bytes) {
        catchUp();
        int value = 0;
        for (int i = 0; i < bytes; i++) value |= octet(port + i) << 8 * i;
        return value;
    }

    private int octet(int port) {
        int register = port & ~1, shift = 8 * (port & 1);
        return switch (register) {
            case EVENTS -> state.status >>> shift & 0xFF;
            case EVENTS + 2 -> state.enable >>> shift & 0xFF;
            case CONTROL -> state.control >>> shift & 0xFF;
            case TIMER, TIMER + 2 -> (int) (ticks() & (1 << TIMER_BITS) - 1) >>> 8 * (port - TIMER) & 0xFF;
            default -> 0;
        };
    }

    @Override public void out(int port, int bytes, int value) {
        catchUp();
        for (int i = 0; i < bytes; i++) write(port + i, value >>> 8 * i & 0xFF);
        changed();
    }

    private void write(int port, int octet) {
        int shift = 8 * (port & 1), bits = octet << shift, kept = 0xFF00 >>> shift;
        switch (port & ~1) {
            case EVENTS -> state.status &= ~bits;
            case EVENTS + 2 -> state.enable = (state.enable & kept | bits) & ENABLE_BITS;
            case CONTROL -> writeControl(state.control & kept | bits);
            default -> { }
        }
    }

    private void writeControl(int value) {
        state.control = value & CONTROL_BITS | SCI_ENABLE;
        if ((value & SLEEP_ENABLE) != 0 && (value >>> SLEEP_TYPE & 7) == AcpiTables.SOFT_OFF) softOff.run();
    }

    /** Notes an interrupt of the real-time clock. */
    void clockInterrupts() {
        state.status |= CLOCK_STATUS;
        changed();
    }

    /** Brings status and SCI up to the present. */
    void changed() {
        catchUp();
        if ((state.status & state.enable) != 0) sci.raise();
        else sci.lower();
        if ((state.enable & TIMER_STATUS) != 0 && (state.status & TIMER_STATUS) == 0) overflow.at(RATE.nanosAt((ticks() / HALF + 1) * HALF));
        else overflow.cancel();
    }

    /** Sets the timer's status bit if the timer's highest bit has changed since the last call. */
    private void catchUp() {
        long now = ticks();
        if (now / HALF != state.settled / HALF) state.status |= TIMER_STATUS & STATUS_BITS;
        state.settled = now;
    }

    private long ticks() { return RATE.ticksAt(nanos.getAsLong()); }
}
