package hv.devices.interrupts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Command words and sequences are those of the 8259A data sheet. */
class PicTests extends ExitHandlerContract {
    private static final int MASTER = 0x20, SLAVE = 0xA0, EOI = 0x20, READ_REQUESTS = 0x0A, READ_IN_SERVICE = 0x0B;
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new Pic(); }

    @BeforeEach void initializeAsAPcDoes() {
        new Pic().plugIn(vm);
        initialize(0x01);
    }

    private void initialize(int icw4) {
        for (int chip = 0; chip < 2; chip++) {
            int port = chip == 0 ? MASTER : SLAVE;
            out(port, 0x11);
            out(port + 1, chip == 0 ? 0x20 : 0x28);
            out(port + 1, chip == 0 ? 0x04 : 0x02);
            out(port + 1, icw4);
        }
    }

    private int in(int port) { return vm.port(port).in(port, 1); }
    private void out(int port, int value) { vm.port(port).out(port, 1, value); }
    private void raise(int line) { vm.line(line).raise(); }
    private void lower(int line) { vm.line(line).lower(); }
    private boolean interrupts() { return vm.interrupts().intrRaised(); }
    private int acknowledge() { return vm.interrupts().acknowledge(); }
    private int inService(int port) {
        out(port, READ_IN_SERVICE);
        return in(port);
    }

    @Test void isSilentBeforeItIsInitialized() {
        var fresh = new FakeVm();
        new Pic().plugIn(fresh);
        fresh.port(MASTER).out(MASTER, 1, 0x11);
        fresh.line(1).raise();
        assertFalse(fresh.interrupts().intrRaised(), "ICW2 is still to come");
    }

    @Test void maskIsReadBackAndHoldsRequests() {
        out(MASTER + 1, 0xFD);
        assertEquals(0xFD, in(MASTER + 1));
        raise(0);
        assertFalse(interrupts());
        out(MASTER + 1, 0xFC);
        assertTrue(interrupts());
    }

    @Test void edgeIsServedOnce() {
        raise(3);
        assertTrue(interrupts());
        assertEquals(0x23, acknowledge());
        assertFalse(interrupts());
        out(MASTER, EOI);
        assertFalse(interrupts(), "the line is still high, but there was no other edge");
        lower(3);
        raise(3);
        assertTrue(interrupts());
    }

    @Test void requestThatEndsBeforeItIsAcknowledgedIsSpurious() {
        raise(3);
        lower(3);
        assertEquals(0x27, acknowledge());
        assertEquals(0, inService(MASTER));
    }

    @Test void spuriousInterruptOfTheSlaveIsServedByTheMaster() {
        out(SLAVE + 1, 0x7F);
        raise(12);
        assertFalse(interrupts());
        out(SLAVE + 1, 0);
        lower(12);
        assertFalse(interrupts());
    }

    @Test void higherPriorityInterruptsLowerAndNotTheOtherWayRound() {
        raise(4);
        acknowledge();
        raise(5);
        assertFalse(interrupts());
        raise(1);
        assertTrue(interrupts());
        assertEquals(0x21, acknowledge());
        assertEquals(0x12, inService(MASTER));
        out(MASTER, EOI);
        assertEquals(0x10, inService(MASTER), "an unspecific EOI ends the one of highest priority");
        out(MASTER, EOI);
        assertEquals(0x25, acknowledge());
    }

    @Test void specificEoiEndsTheOneNamed() {
        raise(4);
        acknowledge();
        raise(1);
        acknowledge();
        out(MASTER, 0x60 | 4);
        assertEquals(0x02, inService(MASTER));
    }

    @Test void slaveComesThroughInputTwo() {
        raise(8);
        out(MASTER, READ_REQUESTS);
        assertEquals(0x04, in(MASTER));
        assertEquals(0x28, acknowledge());
        assertEquals(0x04, inService(MASTER));
        assertEquals(0x01, inService(SLAVE));
        raise(9);
        assertFalse(interrupts());
        out(SLAVE, EOI);
        assertFalse(interrupts(), "the master still serves input 2");
        out(MASTER, EOI);
        assertEquals(0x29, acknowledge());
    }

    @Test void specialFullyNestedModeLetsTheSlavesOwnPriorityThrough() {
        initialize(0x11);
        raise(9);
        acknowledge();
        raise(8);
        assertTrue(interrupts());
        assertEquals(0x28, acknowledge());
    }

    @Test void automaticEoiLeavesNothingInService() {
        initialize(0x03);
        raise(6);
        assertEquals(0x26, acknowledge());
        assertEquals(0, inService(MASTER));
    }

    @Test void rotationMakesTheServedOneLast() {
        raise(2 + 1);
        acknowledge();
        out(MASTER, 0xA0);
        lower(3);
        raise(3);
        raise(4);
        assertEquals(0x24, acknowledge(), "3 is of lowest priority now, 4 of highest");
    }

    @Test void setPriorityNamesTheLast() {
        out(MASTER, 0xC0 | 4);
        raise(1);
        raise(5);
        assertEquals(0x25, acknowledge());
    }

    @Test void specialMaskModeLetsLowerPrioritiesThrough() {
        raise(1);
        acknowledge();
        out(MASTER + 1, 0x02);
        out(MASTER, 0x68);
        raise(6);
        assertTrue(interrupts());
        assertEquals(0x26, acknowledge());
    }

    @Test void pollAcknowledges() {
        raise(5);
        out(MASTER, 0x0C);
        assertEquals(0x85, in(MASTER));
        assertEquals(0x20, inService(MASTER));
        out(MASTER, 0x0C);
        assertEquals(0, in(MASTER));
    }

    @Test void levelTriggeredInputAsksAgainUntilItIsLow() {
        out(0x4D1, 0x02);
        raise(9);
        assertEquals(0x29, acknowledge());
        out(SLAVE, EOI);
        out(MASTER, EOI);
        assertTrue(interrupts());
        lower(9);
        assertFalse(interrupts());
    }

    @Test void timerKeyboardClockAndCoprocessorStayEdgeTriggered() {
        out(0x4D0, 0xFF);
        out(0x4D1, 0xFF);
        assertEquals(0xF8, in(0x4D0));
        assertEquals(0xDE, in(0x4D1));
    }
}
