package hv.cpu.apic;

import static hv.cpu.apic.ApicBench.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The timer: its crystal of 25 MHz counts once in 40 ticks, divided further. */
class ApicTimerTests {
    private static final int CRYSTAL = 40, VECTOR = 0xEC, MASKED = 1 << 16, PERIODIC = 1 << 17, TSC_DEADLINE = 2 << 17, DEADLINE_MSR = 0x6E0, BY_1 = 0xB;
    private final ApicBench bench = ApicBench.enabled();

    private boolean fired() {
        boolean fired = bench.apic.ready();
        if (fired) {
            assertEquals(VECTOR, bench.apic.acknowledge());
            bench.write(EOI, 0);
        }
        return fired;
    }

    @ParameterizedTest
    @CsvSource({"0,2", "1,4", "2,8", "3,16", "8,32", "9,64", "A,128", "B,1"})
    void theCrystalIsDivided(String configuration, int divider) {
        bench.write(DIVIDE, Integer.parseInt(configuration, 16));
        bench.write(TIMER, VECTOR);
        bench.write(INITIAL, 10);
        bench.passTime(10L * CRYSTAL * divider - 1);
        assertFalse(fired());
        bench.passTime(1);
        assertTrue(fired());
    }

    @Test
    void aOneShotTimerStopsAtZero() {
        bench.write(DIVIDE, BY_1);
        bench.write(TIMER, VECTOR);
        bench.write(INITIAL, 5);
        assertEquals(5, bench.read(CURRENT));
        bench.passTime(CRYSTAL);
        assertEquals(4, bench.read(CURRENT));
        bench.passTime(CRYSTAL - 1);
        assertEquals(4, bench.read(CURRENT));
        bench.passTime(3 * CRYSTAL + 1);
        assertTrue(fired());
        assertEquals(0, bench.read(CURRENT));
        assertEquals(5, bench.read(INITIAL));
        bench.passTime(100 * CRYSTAL);
        assertFalse(fired());
    }

    @Test
    void aPeriodicTimerStartsAgain() {
        bench.write(DIVIDE, BY_1);
        bench.write(TIMER, VECTOR | PERIODIC);
        bench.write(INITIAL, 5);
        for (int i = 0; i < 3; i++) {
            bench.passTime(5 * CRYSTAL);
            assertTrue(fired());
            assertEquals(5, bench.read(CURRENT));
        }
    }

    @Test
    void aMaskedTimerCountsInSilence() {
        bench.write(DIVIDE, BY_1);
        bench.write(TIMER, VECTOR | PERIODIC | MASKED);
        bench.write(INITIAL, 5);
        assertEquals(Long.MAX_VALUE, bench.clock.nextAlarm());
        bench.passTime(7 * CRYSTAL);
        assertEquals(3, bench.read(CURRENT));
        bench.write(TIMER, VECTOR | PERIODIC);
        assertFalse(fired());
        bench.passTime(3 * CRYSTAL);
        assertTrue(fired());
    }

    @Test
    void zeroStopsIt() {
        bench.write(TIMER, VECTOR);
        bench.write(INITIAL, 5);
        bench.write(INITIAL, 0);
        assertEquals(Long.MAX_VALUE, bench.clock.nextAlarm());
        assertEquals(0, bench.read(CURRENT));
    }

    @Test
    void aNewDividerGoesOnFromTheCountReached() {
        bench.write(DIVIDE, BY_1);
        bench.write(TIMER, VECTOR);
        bench.write(INITIAL, 10);
        bench.passTime(4 * CRYSTAL);
        bench.write(DIVIDE, 0);
        assertEquals(6, bench.read(CURRENT));
        bench.passTime(11 * CRYSTAL);
        assertFalse(fired());
        bench.passTime(CRYSTAL);
        assertTrue(fired());
    }

    @Test
    void theDeadlineIsATimeStamp() {
        bench.timeStampOffset = 1000;
        bench.write(TIMER, VECTOR | TSC_DEADLINE);
        bench.apic.writeMsr(DEADLINE_MSR, 1500);
        assertEquals(1500, bench.apic.readMsr(DEADLINE_MSR).getAsLong());
        bench.passTime(499);
        assertFalse(fired());
        bench.passTime(1);
        assertTrue(fired());
        assertEquals(0, bench.apic.readMsr(DEADLINE_MSR).getAsLong());
    }

    @Test
    void aDeadlineInThePastFiresAtOnce() {
        bench.passTime(100);
        bench.write(TIMER, VECTOR | TSC_DEADLINE);
        bench.apic.writeMsr(DEADLINE_MSR, 1);
        bench.passTime(0);
        assertTrue(fired());
    }

    @Test
    void settingTheTimeStampMovesTheDeadline() {
        bench.write(TIMER, VECTOR | TSC_DEADLINE);
        bench.apic.writeMsr(DEADLINE_MSR, 1000);
        bench.timeStampOffset = 900;
        bench.apic.timeStampChanged();
        bench.passTime(100);
        assertTrue(fired());
    }

    @Test
    void aFarDeadlineNeverComes() {
        bench.write(TIMER, VECTOR | TSC_DEADLINE);
        bench.apic.writeMsr(DEADLINE_MSR, -1);
        assertEquals(Long.MAX_VALUE, bench.clock.nextAlarm());
    }

    @Test
    void eachModeIgnoresTheOthersRegister() {
        bench.write(TIMER, VECTOR);
        bench.apic.writeMsr(DEADLINE_MSR, 100);
        assertEquals(0, bench.apic.readMsr(DEADLINE_MSR).getAsLong());
        bench.write(TIMER, VECTOR | TSC_DEADLINE);
        bench.write(INITIAL, 5);
        assertEquals(0, bench.read(INITIAL));
        assertEquals(Long.MAX_VALUE, bench.clock.nextAlarm());
    }

    @Test
    void changingToAndFromDeadlineModeDisarms() {
        bench.write(TIMER, VECTOR);
        bench.write(INITIAL, 5);
        bench.write(TIMER, VECTOR | TSC_DEADLINE);
        assertEquals(Long.MAX_VALUE, bench.clock.nextAlarm());
        bench.apic.writeMsr(DEADLINE_MSR, 1000);
        bench.write(TIMER, VECTOR);
        assertEquals(Long.MAX_VALUE, bench.clock.nextAlarm());
    }

    @Test
    void anIllegalVectorOfTheTimerIsAnError() {
        bench.write(TIMER, 3);
        bench.write(INITIAL, 1);
        bench.passTime(2 * CRYSTAL);
        bench.write(ESR, 0);
        assertEquals(0x40, bench.read(ESR));
    }
}
