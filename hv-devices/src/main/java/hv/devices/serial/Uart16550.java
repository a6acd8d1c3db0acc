package hv.devices.serial;

import hv.api.machine.InterruptLine;
import java.util.function.IntConsumer;

/**
 * The registers of a 16550A serial controller. Transmission takes no time: a byte that is written has been sent, and the transmitter is always empty.
 * Received bytes wait in a FIFO of 16, or in the one receiver buffer while FIFOs are off.
 *
 * <p>Register offsets: 0 RBR/THR (DLL), 1 IER (DLM), 2 IIR/FCR, 3 LCR, 4 MCR, 5 LSR, 6 MSR, 7 SCR. DLL and DLM take the place of the first two while
 * LCR.DLAB is set.
 */
final class Uart16550 {
    private static final int FIFO_BYTES = 16;
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};
    private static final int LCR_DLAB = 0x80;
    private static final int MCR_DTR = 1, MCR_RTS = 2, MCR_OUT1 = 4, MCR_OUT2 = 8, MCR_LOOP = 0x10;
    private static final int IER_RECEIVED = 1, IER_TRANSMITTER_EMPTY = 2, IER_LINE_STATUS = 4, IER_MODEM_STATUS = 8;
    private static final int IIR_NONE = 1, IIR_MODEM = 0, IIR_TRANSMITTER = 2, IIR_RECEIVED = 4, IIR_LINE = 6, IIR_TIMEOUT = 0xC;
    private static final int IIR_FIFOS_ENABLED = 0xC0;
    private static final int FCR_ENABLE = 1, FCR_CLEAR_RECEIVER = 2;
    private static final int LSR_DATA_READY = 1, LSR_OVERRUN = 2, LSR_TRANSMITTER_EMPTY = 0x60;
    private static final int MSR_CTS = 0x10, MSR_DSR = 0x20, MSR_RI = 0x40, MSR_DCD = 0x80;
    /** The modem lines of a terminal that is always there: carrier, data set ready, clear to send. */
    private static final int MSR_CONNECTED = MSR_DCD | MSR_DSR | MSR_CTS;

    private final UartState state;
    private final InterruptLine line;
    private final IntConsumer output;

    Uart16550(UartState state, InterruptLine line, IntConsumer output) {
        this.state = state;
        this.line = line;
        this.output = output;
    }

    // ---- software's side ----

    /** @param register offset, 0 to 7 */
    int read(int register) {
        int value = switch (register) {
            case 0 -> latched() ? state.divisor & 0xFF : readReceived();
            case 1 -> latched() ? state.divisor >>> 8 : state.interruptEnable;
            case 2 -> readIdentification();
            case 3 -> state.lineControl;
            case 4 -> state.modemControl;
            case 5 -> readLineStatus();
            case 6 -> readModemStatus();
            default -> state.scratch;
        };
        updateLine();
        return value;
    }

    /** @param register offset, 0 to 7; line and modem status (5, 6) take no writes */
    void write(int register, int value) {
        switch (register) {
            case 0 -> writeData(value);
            case 1 -> writeInterruptEnable(value);
            case 2 -> writeFifoControl(value);
            case 3 -> state.lineControl = value;
            case 4 -> writeModemControl(value & 0x1F);
            case 7 -> state.scratch = value;
            default -> { }
        }
        updateLine();
    }

    // ---- the wire's side ----

    /**
     * A byte arrives. While the receiver is full, the byte is lost and the overrun error is set. In loopback the receiver is cut off from the wire.
     */
    void receive(int octet) {
        if (looped()) return;
        accept(octet);
        updateLine();
    }

    /** Whether the receiver could take one more byte. */
    boolean ready() { return !looped() && state.received.size() < capacity(); }

    /** The receive timeout: for the time of four characters none has come and none has been read. */
    void timeOut() {
        state.receiveTimeout = fifos() && !state.received.isEmpty();
        updateLine();
    }

    // ---- inside ----

    private boolean latched() { return (state.lineControl & LCR_DLAB) != 0; }
    private boolean looped() { return (state.modemControl & MCR_LOOP) != 0; }
    private boolean fifos() { return (state.fifoControl & FCR_ENABLE) != 0; }
    private int capacity() { return fifos() ? FIFO_BYTES : 1; }

    private void accept(int octet) {
        if (state.received.size() == capacity()) state.overrun = true;
        else state.received.add(octet);
    }

    private int readReceived() {
        state.receiveTimeout = false;
        var octet = state.received.poll();
        return octet == null ? 0 : octet;
    }

    private void writeData(int value) {
        if (latched()) {
            state.divisor = state.divisor & 0xFF00 | value;
            return;
        }
        if (looped()) accept(value);
        else output.accept(value);
        state.transmitterEmptyPending = true;
    }

    private void writeInterruptEnable(int value) {
        if (latched()) {
            state.divisor = state.divisor & 0xFF | value << 8;
            return;
        }
        boolean newly = (value & ~state.interruptEnable & IER_TRANSMITTER_EMPTY) != 0;
        state.interruptEnable = value & 0xF;
        if (newly) state.transmitterEmptyPending = true;
    }

    private void writeFifoControl(int value) {
        boolean switched = ((value ^ state.fifoControl) & FCR_ENABLE) != 0;
        state.fifoControl = (value & FCR_ENABLE) != 0 ? value & (0xC0 | FCR_ENABLE) : 0;
        if (switched || (value & FCR_CLEAR_RECEIVER) != 0) {
            state.received.clear();
            state.receiveTimeout = false;
        }
    }

    private void writeModemControl(int value) {
        int before = modemLines();
        state.modemControl = value;
        int changed = modemLines() ^ before;
        boolean ringEnded = (before & ~modemLines() & MSR_RI) != 0;
        state.modemDelta |= changed >>> 4 & 0xB | (ringEnded ? 4 : 0);
    }

    private int readIdentification() {
        int cause = cause();
        if (cause == IIR_TRANSMITTER) state.transmitterEmptyPending = false;
        return cause | (fifos() ? IIR_FIFOS_ENABLED : 0);
    }

    private int readLineStatus() {
        int status = LSR_TRANSMITTER_EMPTY | (state.received.isEmpty() ? 0 : LSR_DATA_READY) | (state.overrun ? LSR_OVERRUN : 0);
        state.overrun = false;
        return status;
    }

    private int readModemStatus() {
        int status = modemLines() | state.modemDelta;
        state.modemDelta = 0;
        return status;
    }

    /** The high half of the modem status register: the lines of the terminal, or in loopback the outputs of the modem control register. */
    private int modemLines() {
        if (!looped()) return MSR_CONNECTED;
        return bit(MCR_RTS, MSR_CTS) | bit(MCR_DTR, MSR_DSR) | bit(MCR_OUT1, MSR_RI) | bit(MCR_OUT2, MSR_DCD);
    }

    private int bit(int control, int status) { return (state.modemControl & control) != 0 ? status : 0; }

    /** The interrupt cause of highest priority, in the format of IIR bits 3:0. */
    private int cause() {
        int enabled = state.interruptEnable;
        if ((enabled & IER_LINE_STATUS) != 0 && state.overrun) return IIR_LINE;
        if ((enabled & IER_RECEIVED) != 0 && triggered()) return IIR_RECEIVED;
        if ((enabled & IER_RECEIVED) != 0 && state.receiveTimeout) return IIR_TIMEOUT;
        if ((enabled & IER_TRANSMITTER_EMPTY) != 0 && state.transmitterEmptyPending) return IIR_TRANSMITTER;
        return (enabled & IER_MODEM_STATUS) != 0 && state.modemDelta != 0 ? IIR_MODEM : IIR_NONE;
    }

    private boolean triggered() { return state.received.size() >= (fifos() ? TRIGGER_LEVELS[state.fifoControl >>> 6] : 1); }

    /** Raises or lowers the interrupt line. On a PC it reaches the interrupt controller through OUT2, which loopback cuts. */
    private void updateLine() {
        boolean wired = (state.modemControl & (MCR_OUT2 | MCR_LOOP)) == MCR_OUT2;
        if (wired && cause() != IIR_NONE) line.raise();
        else line.lower();
    }
}
