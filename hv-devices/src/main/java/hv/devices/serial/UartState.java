package hv.devices.serial;

import java.util.ArrayDeque;

/** All that a 16550 remembers. */
final class UartState {
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
}
