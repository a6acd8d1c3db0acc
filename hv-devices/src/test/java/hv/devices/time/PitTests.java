package hv.devices.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Modes, commands and read-back are those of the 8254 data sheet. */
class PitTests extends ExitHandlerContract {
    private static final int CONTROL = 0x43, PORT_61 = 0x61;
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new Pit(); }

    @BeforeEach void plugIn() { new Pit().plugIn(vm); }

    private int in(int port) { return vm.port(port).in(port, 1); }
    private void out(int port, int value) { vm.port(port).out(port, 1, value); }

    /** Lets this many ticks of 1.193182 MHz pass, from a multiple of ticks on. */
    private void ticks(long count) {
        long now = Pit8254.RATE.ticksAt(vm.nanos());
        vm.advance(Pit8254.RATE.nanosAt(now + count) - vm.nanos());
    }

    private void program(int counter, int mode, int count) {
        out(CONTROL, counter << 6 | 0x30 | mode << 1);
        out(0x40 + counter, count & 0xFF);
        out(0x40 + counter, count >>> 8);
    }

    private int count(int counter) {
        out(CONTROL, counter << 6);
        int low = in(0x40 + counter);
        return in(0x40 + counter) << 8 | low;
    }

    private int status(int counter) {
        out(CONTROL, 0xE0 | 2 << counter);
        return in(0x40 + counter);
    }

    private boolean speaker() { return (in(PORT_61) & 0x20) != 0; }

    @Test void counterIsSilentUntilProgrammed() {
        vm.advance(1_000_000_000);
        assertFalse(vm.raised(0));
    }

    @Test void mode0GoesHighAtTerminalCountAndStays() {
        program(0, 0, 100);
        ticks(99);
        assertFalse(vm.raised(0));
        ticks(1);
        assertTrue(vm.raised(0));
        ticks(0x1_0000);
        assertTrue(vm.raised(0));
        assertEquals(0, count(0), "it counts on, modulo 65536");
    }

    @Test void writingTheFirstByteStopsMode0() {
        program(0, 0, 100);
        ticks(200);
        out(0x40, 50);
        assertFalse(vm.raised(0));
        ticks(1000);
        assertFalse(vm.raised(0));
        out(0x40, 0);
        ticks(50);
        assertTrue(vm.raised(0));
    }

    @Test void mode2InterruptsOncePerPeriod() {
        program(0, 2, 1000);
        var edges = new int[1];
        vm.interrupts().inputs(0, 1, (_, high) -> edges[0] += high ? 1 : 0);
        ticks(10_000);
        assertEquals(10, edges[0]);
        assertEquals(1000, count(0), "the count is reloaded");
        ticks(1);
        assertEquals(999, count(0));
    }

    @Test void countOf0Is65536() {
        program(2, 2, 0);
        out(PORT_61, 1);
        ticks(1);
        assertEquals(0xFFFF, count(2));
    }

    @Test void mode2TakesANewCountWhenThePeriodEnds() {
        program(0, 2, 1000);
        ticks(400);
        out(0x40, 0xF4);
        out(0x40, 0x01);
        assertEquals(0x40 | 0x34, status(0) & 0x7F, "null count");
        assertEquals(600, count(0));
        ticks(600);
        assertEquals(500, count(0));
        assertEquals(0x34, status(0) & 0x7F);
    }

    @Test void mode3IsASquareWaveThatCountsByTwo() {
        program(2, 3, 100);
        out(PORT_61, 1);
        assertTrue(speaker());
        ticks(10);
        assertEquals(80, count(2));
        ticks(40);
        assertFalse(speaker());
        ticks(50);
        assertTrue(speaker());
    }

    @Test void oddCountOfMode3IsHighOneTickLonger() {
        program(2, 3, 5);
        out(PORT_61, 1);
        ticks(2);
        assertTrue(speaker());
        ticks(1);
        assertFalse(speaker());
        ticks(2);
        assertTrue(speaker());
    }

    @Test void gateHoldsMode0AndStartsMode1() {
        program(2, 0, 100);
        ticks(1000);
        assertEquals(100, count(2), "the gate is low");
        out(PORT_61, 1);
        ticks(30);
        out(PORT_61, 0);
        ticks(500);
        assertEquals(70, count(2));
        program(2, 1, 50);
        ticks(100);
        assertTrue(speaker());
        out(PORT_61, 1);
        assertFalse(speaker());
        ticks(50);
        assertTrue(speaker());
    }

    @Test void gateStartsMode2Anew() {
        out(PORT_61, 1);
        program(2, 2, 100);
        ticks(30);
        out(PORT_61, 0);
        ticks(7);
        out(PORT_61, 1);
        assertEquals(100, count(2));
    }

    @Test void mode4StrobesOneTickLow() {
        out(PORT_61, 1);
        program(2, 4, 10);
        ticks(9);
        assertTrue(speaker());
        ticks(1);
        assertFalse(speaker());
        ticks(1);
        assertTrue(speaker());
    }

    @Test void mode5StrobesAfterATrigger() {
        program(2, 5, 10);
        ticks(100);
        assertTrue(speaker());
        out(PORT_61, 1);
        ticks(10);
        assertFalse(speaker());
    }

    @Test void latchedCountStaysUntilRead() {
        program(0, 2, 1000);
        ticks(100);
        out(CONTROL, 0);
        ticks(100);
        out(CONTROL, 0);
        assertEquals(900 & 0xFF, in(0x40));
        assertEquals(900 >>> 8, in(0x40));
        assertEquals(800, count(0));
    }

    @Test void readBackLatchesStatusBeforeCount() {
        program(0, 2, 1000);
        ticks(100);
        out(CONTROL, 0xC2);
        ticks(50);
        assertEquals(0xB4, in(0x40), "OUT high, both bytes, mode 2");
        assertEquals(900 & 0xFF, in(0x40));
        assertEquals(900 >>> 8, in(0x40));
    }

    @Test void countsInBcd() {
        out(CONTROL, 0x35);
        out(0x40, 0x00);
        out(0x40, 0x10);
        ticks(1);
        out(CONTROL, 0);
        assertEquals(0x99, in(0x40));
        assertEquals(0x09, in(0x40));
    }

    @Test void highByteAloneCanBeAccessed() {
        out(CONTROL, 0x24);
        out(0x40, 0x12);
        assertEquals(0x12, in(0x40));
    }

    @Test void refreshRequestToggles() {
        int changes = 0, before = in(PORT_61);
        for (int i = 0; i < 100; i++) {
            vm.advance(1000);
            int now = in(PORT_61);
            if (((now ^ before) & 0x10) != 0) changes++;
            before = now;
        }
        assertEquals(6, changes, "every 15 µs");
    }

    @Test void port61KeepsItsLowBits() {
        out(PORT_61, 0xFF);
        assertEquals(0x0F, in(PORT_61) & 0xCF);
    }
}
