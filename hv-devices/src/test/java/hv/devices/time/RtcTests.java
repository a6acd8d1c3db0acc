package hv.devices.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registers are those of the MC146818 data sheet. */
class RtcTests extends ExitHandlerContract {
    private static final int A = 0xA, B = 0xB, C = 0xC, D = 0xD;
    private static final long SECOND = 1_000_000_000L, MILLI = 1_000_000L;
    private final FakeVm vm = new FakeVm().startingAt(Instant.parse("2023-12-31T23:59:58Z"));

    @Override protected ExitHandler handler() { return new Rtc(); }

    @BeforeEach void plugIn() { new Rtc().plugIn(vm); }

    private int read(int register) {
        vm.port(0x70).out(0x70, 1, register);
        return vm.port(0x71).in(0x71, 1);
    }

    private void write(int register, int value) {
        vm.port(0x70).out(0x70, 1, register);
        vm.port(0x71).out(0x71, 1, value);
    }

    private String time() { return "%02x%02x-%02x-%02x %02x:%02x:%02x".formatted(read(0x32), read(9), read(8), read(7), read(4), read(2), read(0)); }

    @Test void startsAtTheRunsDateAndCounts() {
        assertEquals("2023-12-31 23:59:58", time());
        assertEquals(1, read(6), "a Sunday");
        vm.advance(2 * SECOND);
        assertEquals("2024-01-01 00:00:00", time());
        assertEquals(2, read(6));
    }

    @Test void binaryModeAndTwelveHours() {
        write(B, 0x04);
        assertEquals(11 | 0x80, read(4));
        assertEquals(59, read(2));
        write(B, 0x06);
        assertEquals(23, read(4));
    }

    @Test void setHoldsTheTimeUntilAllOfItIsWritten() {
        write(B, 0x82);
        write(0x32, 0x20);
        write(9, 0x30);
        write(8, 0x06);
        write(7, 0x15);
        write(4, 0x12);
        write(2, 0x34);
        write(0, 0x56);
        vm.advance(5 * SECOND);
        assertEquals("2030-06-15 12:34:56", time());
        write(B, 0x02);
        vm.advance(SECOND);
        assertEquals("2030-06-15 12:34:57", time());
    }

    @Test void oneFieldCanBeSetWhileTheClockRuns() {
        write(4, 0x05);
        assertEquals("2023-12-31 05:59:58", time());
        vm.advance(3 * SECOND);
        assertEquals("2023-12-31 06:00:01", time());
    }

    @Test void weekdayIsCountedOnItsOwn() {
        write(6, 5);
        assertEquals(5, read(6));
        vm.advance(2 * SECOND);
        assertEquals(6, read(6));
    }

    @Test void updateInProgressIsToldBeforeTheSecondChanges() {
        vm.advance(990 * MILLI);
        assertEquals(0, read(A) & 0x80);
        vm.advance(8 * MILLI);
        assertEquals(0x80, read(A) & 0x80);
        vm.advance(2 * MILLI);
        assertEquals(0, read(A) & 0x80);
        assertEquals("2023-12-31 23:59:59", time());
    }

    @Test void updateEndedInterruptsEachSecondUntilRead() {
        write(B, 0x12);
        vm.advance(SECOND);
        assertTrue(vm.raised(8));
        assertEquals(0x90, read(C) & 0x90);
        assertFalse(vm.raised(8));
        assertEquals(0, read(C));
        vm.advance(SECOND);
        assertTrue(vm.raised(8));
    }

    @Test void flagsAreSetWithoutInterrupts() {
        vm.advance(SECOND);
        assertEquals(0x50, read(C), "periodic at 1024 Hz, and update ended");
        assertFalse(vm.raised(8));
    }

    @Test void periodicInterruptComesAtTheChosenRate() {
        write(A, 0x2F);                             // 2 Hz
        read(C);
        write(B, 0x42);
        int interrupts = 0;
        for (int i = 0; i < 40; i++) {
            vm.advance(50 * MILLI);
            if (vm.raised(8)) interrupts++;
            read(C);
        }
        assertEquals(4, interrupts);
    }

    @Test void alarmComesAtItsTime() {
        write(5, 0x00);
        write(3, 0x00);
        write(1, 0x03);
        write(B, 0x22);
        vm.advance(4 * SECOND);
        assertFalse(vm.raised(8));
        vm.advance(SECOND);
        assertTrue(vm.raised(8));
        assertEquals(0xA0, read(C) & 0xA0);
    }

    @Test void alarmFieldsAboveC0MatchAnything() {
        write(5, 0xC0);
        write(3, 0xFF);
        write(1, 0x10);
        write(B, 0x22);
        int interrupts = 0;
        for (int second = 0; second < 180; second++) {
            vm.advance(SECOND);
            if (vm.raised(8)) interrupts++;
            read(C);
        }
        assertEquals(3, interrupts, "once a minute");
    }

    @Test void dividerHoldsTheClockAndRestartsHalfASecondIn() {
        write(A, 0x76);
        vm.advance(10 * SECOND);
        assertEquals("2023-12-31 23:59:58", time());
        write(A, 0x26);
        vm.advance(499 * MILLI);
        assertEquals("2023-12-31 23:59:58", time());
        vm.advance(MILLI);
        assertEquals("2023-12-31 23:59:59", time());
    }

    @Test void ramIsKeptAndStatusRegistersAreNotWritten() {
        write(0x40, 0x5A);
        write(C, 0xFF);
        write(D, 0);
        assertEquals(0x5A, read(0x40));
        assertEquals(0x80, read(D));
    }

    @Test void ramTellsTheMemorysSize() { assertEquals(640, read(0x16) << 8 | read(0x15)); }
}
