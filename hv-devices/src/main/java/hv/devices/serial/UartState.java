package hv.devices.serial;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.ArrayDeque;
import java.util.Queue;

/** The state of a 16550. */
final class UartState implements State {
    /** Interrupt enable register (bits 3:0). */
    int interruptEnable;
    /** FIFO control register: bit 0 enables, bits 7:6 are the receiver's trigger level. */
    int fifoControl;
    int lineControl;
    int modemControl;
    /** The low half of the modem status register: the lines that have changed since it was last read. */
    int modemDelta;
    int scratch;
    /** The divisor latch: the baud rate is 115200 divided by it. */
    int divisor = 12;
    /** Received bytes that software has not read yet, oldest first. */
    final ArrayDeque<Integer> received = new ArrayDeque<>();
    /** The overrun error: a byte came while there was no room for it, and the line status register has not been read since. */
    boolean overrun;
    /** The transmitter-holding-register-empty interrupt has become due, and neither has IIR been read nor THR written since. */
    boolean transmitterEmptyPending;
    /** The receive timeout has passed with bytes in the FIFO below its trigger level. */
    boolean receiveTimeout;

    @Override public void fields(StateFields fields) {
        interruptEnable = fields.number("interruptEnable", interruptEnable);
        fifoControl = fields.number("fifoControl", fifoControl);
        lineControl = fields.number("lineControl", lineControl);
        modemControl = fields.number("modemControl", modemControl);
        modemDelta = fields.number("modemDelta", modemDelta);
        scratch = fields.number("scratch", scratch);
        divisor = fields.number("divisor", divisor);
        queue(fields, "received", received);
        overrun = fields.flag("overrun", overrun);
        transmitterEmptyPending = fields.flag("transmitterEmptyPending", transmitterEmptyPending);
        receiveTimeout = fields.flag("receiveTimeout", receiveTimeout);
    }

    /** A queue of bytes that is part of a state. */
    static void queue(StateFields fields, String name, Queue<Integer> octets) {
        var now = new byte[octets.size()];
        int count = 0;
        for (int octet : octets) now[count++] = (byte) octet;
        var then = fields.bytes(name, now);
        octets.clear();
        for (byte octet : then) octets.add(octet & 0xFF);
    }
}
