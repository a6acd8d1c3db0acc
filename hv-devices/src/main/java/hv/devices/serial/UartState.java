package hv.devices.serial;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.ArrayDeque;
import java.util.Queue;

/** All that a 16550 remembers. */
final class UartState implements State {
    /** Interrupt enable register (bits 3:0). */
    int interruptEnable;
    /** FIFO control register: bit 0 enables, bits 7:6 are the receiver's trigger level. */
    int fifoControl;
    int lineControl;
    int modemControl;
    /** The low half of the modem status register: what changed since it was last read. */
    int modemDelta;
    int scratch;
    /** Divisor latch: 115200 baud divided by this. */
    int divisor = 12;
    /** Received bytes that software has not read yet, oldest first. */
    final ArrayDeque<Integer> received = new ArrayDeque<>();
    /** Set when a byte came while there was no room for it, until the line status register is read. */
    boolean overrun;
    /** "Transmitter holding register empty" has happened and neither IIR was read nor THR written since. */
    boolean transmitterEmptyPending;
    /** Bytes have lain in the FIFO for a while below its trigger level. */
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
