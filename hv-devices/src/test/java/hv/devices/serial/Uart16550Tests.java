package hv.devices.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.machine.InterruptLine;
import org.junit.jupiter.api.Test;

/** Register values are those of the 16550D data sheet. */
class Uart16550Tests {
    private static final int DATA = 0, IER = 1, IIR = 2, FCR = 2, LCR = 3, MCR = 4, LSR = 5, MSR = 6, SCR = 7;
    private static final int OUT2 = 8, LOOP = 0x10;

    private final StringBuilder sent = new StringBuilder();
    private boolean raised;
    private final Uart16550 uart = new Uart16550(new UartState(), new InterruptLine() {
        @Override public void raise() { raised = true; }
        @Override public void lower() { raised = false; }
    }, octet -> sent.append((char) octet));

    private void receive(String text) { text.chars().forEach(uart::receive); }

    @Test void transmitterSendsAtOnceAndIsAlwaysEmpty() {
        assertEquals(0x60, uart.read(LSR));
        uart.write(DATA, 'a');
        assertEquals("a", sent.toString());
        assertEquals(0x60, uart.read(LSR));
    }

    @Test void divisorLatchLiesOverDataAndInterruptEnable() {
        uart.write(LCR, 0x83);
        uart.write(DATA, 0x34);
        uart.write(IER, 0x12);
        assertEquals(0x34, uart.read(DATA));
        assertEquals(0x12, uart.read(IER));
        uart.write(LCR, 0x03);
        assertEquals(0, uart.read(IER));
        assertEquals("", sent.toString());
    }

    @Test void scratchRegisterHoldsAByte() {
        uart.write(SCR, 0xA5);
        assertEquals(0xA5, uart.read(SCR));
    }

    @Test void interruptEnableHasFourBits() {
        uart.write(IER, 0xFF);
        assertEquals(0x0F, uart.read(IER));
    }

    @Test void receivedByteIsReadyUntilRead() {
        receive("x");
        assertEquals(0x61, uart.read(LSR));
        assertEquals('x', uart.read(DATA));
        assertEquals(0x60, uart.read(LSR));
    }

    @Test void withoutFifosASecondByteIsAnOverrun() {
        receive("ab");
        assertEquals(0x63, uart.read(LSR));
        assertEquals(0x61, uart.read(LSR), "reading clears the overrun");
        assertEquals('a', uart.read(DATA));
    }

    @Test void fifoTakesSixteenBytes() {
        uart.write(FCR, 1);
        receive("0123456789abcdef");
        assertFalse(uart.ready());
        assertEquals(0x61, uart.read(LSR));
        receive("!");
        assertEquals(0x63, uart.read(LSR));
        assertEquals('0', uart.read(DATA));
    }

    @Test void clearingTheReceiverFifoDropsWhatWaits() {
        uart.write(FCR, 1);
        receive("abc");
        uart.write(FCR, 3);
        assertEquals(0x60, uart.read(LSR));
    }

    @Test void identificationShowsThatFifosAreOn() {
        assertEquals(0x01, uart.read(IIR));
        uart.write(FCR, 1);
        assertEquals(0xC1, uart.read(IIR));
    }

    @Test void receivedDataInterruptsAtTheTriggerLevelThroughOut2() {
        uart.write(MCR, OUT2);
        uart.write(FCR, 0x41);                  // 4 bytes
        uart.write(IER, 1);
        receive("abc");
        assertFalse(raised);
        receive("d");
        assertTrue(raised);
        assertEquals(0xC4, uart.read(IIR));
        uart.read(DATA);
        assertFalse(raised);
    }

    @Test void bytesBelowTheTriggerLevelInterruptAfterATimeout() {
        uart.write(MCR, OUT2);
        uart.write(FCR, 0xC1);                  // 14 bytes
        uart.write(IER, 1);
        receive("a");
        uart.timeOut();
        assertTrue(raised);
        assertEquals(0xCC, uart.read(IIR));
        assertEquals('a', uart.read(DATA));
        assertFalse(raised);
    }

    @Test void withoutOut2NoInterruptReachesTheController() {
        uart.write(IER, 1);
        receive("a");
        assertFalse(raised);
        assertEquals(0x04, uart.read(IIR));
    }

    @Test void transmitterEmptyInterruptsWhenEnabledUntilIdentified() {
        uart.write(MCR, OUT2);
        uart.write(IER, 2);
        assertTrue(raised);
        assertEquals(0x02, uart.read(IIR));
        assertEquals(0x01, uart.read(IIR));
        assertFalse(raised);
        uart.write(DATA, 'x');
        assertTrue(raised);
    }

    @Test void lineStatusGoesBeforeDataBeforeTransmitter() {
        uart.write(IER, 7);
        receive("ab");
        assertEquals(0x06, uart.read(IIR));
        uart.read(LSR);
        assertEquals(0x04, uart.read(IIR));
        uart.read(DATA);
        assertEquals(0x02, uart.read(IIR));
    }

    @Test void loopbackReturnsWhatIsSentAndCutsTheWire() {
        uart.write(MCR, LOOP);
        uart.write(DATA, 'q');
        receive("w");
        assertEquals("", sent.toString());
        assertEquals('q', uart.read(DATA));
        assertEquals(0x60, uart.read(LSR));
    }

    @Test void loopbackShowsModemControlInModemStatus() {
        assertEquals(0xB0, uart.read(MSR));
        uart.write(MCR, LOOP | 0xF);
        assertEquals(0xF0, uart.read(MSR) & 0xF0);
        uart.write(MCR, LOOP | 2);              // RTS drives CTS
        assertEquals(0x10 | 0x0E, uart.read(MSR), "DSR and DCD changed, RI ended");
        assertEquals(0x10, uart.read(MSR), "reading clears the changes");
    }

    @Test void statusRegistersTakeNoWrites() {
        uart.write(LSR, 0);
        uart.write(MSR, 0);
        assertEquals(0x60, uart.read(LSR));
        assertEquals(0xB0, uart.read(MSR));
    }
}
