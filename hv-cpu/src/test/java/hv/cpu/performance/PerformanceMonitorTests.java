package hv.cpu.performance;

import static hv.cpu.performance.CounterBench.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.CounterState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Performance counters: the events that they count, and their overflows. */
class PerformanceMonitorTests {
    private static final long LARGEST = (1L << 48) - 1;
    private final CounterBench bench = new CounterBench();

    /** At privilege level 0 while 100 cycles pass, in which 70 instructions end. */
    @ParameterizedTest(name = "select {0}H counts {1}: {2}")
    @CsvSource({"43003C,100,core cycles", "4300C0,70,instructions", "43013C,100,reference cycles", "03003C,0,disabled", "42003C,100,system only",
        "41003C,0,user only", "40003C,0,at no level", "434F2E,0,cache references", "43412E,0,cache misses", "4300C4,0,branches", "4300C5,0,mispredicted branches",
        "4301C0,0,another unit mask", "430000,0,no event", "143003C,100,cycles with one cycle", "14300C0,70,cycles with an instruction",
        "243003C,0,cycles with two cycles", "24300C0,0,cycles with two instructions", "1C300C0,30,cycles without an instruction", "1C3003C,0,cycles without a cycle",
        "2C300C0,100,cycles with less than two instructions", "10C300C0,100,less than 16", "C300C0,70,inverted without a threshold",
        "1C30000,100,cycles without what never happens", "1430000,0,cycles with what never happens", "4700C0,0,edges", "14700C0,0,edges of a threshold",
        "4B00C0,70,with pin control"})
    void theSelectRegisterSaysWhatIsCounted(String select, long counted, String what) {
        bench.counting(Long.parseLong(select, 16));
        bench.execute(100, 70);
        assertEquals(counted, bench.counter(0), what);
    }

    @Test
    void fixedCountersCountInstructionsCyclesAndReferenceCycles() {
        bench.write(GLOBAL, 7L << 32);
        bench.write(FIXED_CONTROL, 0x333);
        bench.execute(100, 70);
        assertEquals(70, bench.counter(FIXED));
        assertEquals(100, bench.counter(FIXED + 1));
        assertEquals(100, bench.counter(FIXED + 2));
    }

    @Test
    void afterResetGeneralCountersAreOnGloballyAndFixedOnesAreOff() {
        assertEquals(0xF, bench.read(GLOBAL));
        bench.write(FIXED_CONTROL, 0x333);
        bench.counting(ON | CYCLES);
        bench.execute(5);
        assertEquals(5, bench.counter(0));
        assertEquals(0, bench.counter(FIXED));
    }

    @Test
    void eachCounterHasItsBitOfTheGlobalControl() {
        for (int i = 0; i < 4; i++) bench.write(SELECT0 + i, ON | CYCLES);
        bench.write(FIXED_CONTROL, 0x333);
        bench.write(GLOBAL, 4L | 2L << 32);
        bench.execute(9);
        assertEquals("0 0 9 0 0 9 0", "%d %d %d %d %d %d %d".formatted(bench.counter(0), bench.counter(1), bench.counter(2), bench.counter(3),
                bench.counter(FIXED), bench.counter(FIXED + 1), bench.counter(FIXED + 2)));
    }

    @Test
    void countingEndsWhereItIsSwitchedOff() {
        bench.counting(ON | CYCLES);
        bench.execute(5);
        bench.write(GLOBAL, 0);
        bench.execute(50);
        bench.write(GLOBAL, 1);
        bench.execute(2);
        bench.write(SELECT0, 0);
        bench.execute(50);
        assertEquals(7, bench.counter(0));
    }

    @ParameterizedTest
    @CsvSource({"0,10", "1,3", "2,3", "3,3"})
    void privilegeLevelsAboveZeroAreTheUsers(int level, long counted) {
        bench.write(SELECT0, SYSTEM | ENABLE | CYCLES);
        bench.write(SELECT0 + 1, USER | ENABLE | CYCLES);
        bench.execute(3);
        bench.monitor.privilege(level);
        bench.execute(7);
        bench.monitor.privilege(0);
        assertEquals(counted, bench.counter(0));
        assertEquals(10 - counted, bench.counter(1));
    }

    @Test
    void aFilterSetAtAnotherLevelFindsThatLevel() {
        bench.monitor.privilege(3);
        bench.counting(USER | ENABLE | CYCLES);
        bench.execute(4);
        assertEquals(4, bench.counter(0));
    }

    @Test
    void anOverflowIsNotedAndInterruptsIfItIsTo() {
        bench.write(PMC0 + 1, -3);
        bench.write(SELECT0 + 1, ON | CYCLES | INTERRUPT);
        assertEquals(3, bench.state.due);
        bench.execute(3);
        bench.monitor.catchUp();
        assertEquals(0, bench.counter(1));
        assertEquals(2, bench.read(STATUS));
        assertEquals(1, bench.overflows);
    }

    @Test
    void withoutTheInterruptTheClockIsNotAskedForAnything() {
        bench.write(PMC0, -3);
        bench.counting(ON | CYCLES);
        assertEquals(CounterState.NEVER, bench.state.due);
        bench.execute(5);
        assertEquals(1, bench.read(STATUS));
        assertEquals(2, bench.counter(0));
        assertEquals(0, bench.overflows);
    }

    @ParameterizedTest
    @CsvSource({"0,8,32", "1,80,33", "2,800,34"})
    void fixedCountersOverflowIntoTheUpperHalf(int number, String interrupt, int bit) {
        bench.write(FIXED0 + number, LARGEST);
        bench.write(GLOBAL, 1L << bit);
        bench.write(FIXED_CONTROL, Long.parseLong(interrupt, 16) | 3L << 4 * number);
        bench.execute(1);
        assertEquals(1L << bit, bench.read(STATUS));
        assertEquals(1, bench.overflows);
    }

    @Test
    void severalOverflowsAtOnceInterruptOnce() {
        for (int i = 0; i < 3; i++) {
            bench.write(PMC0 + i, -5);
            bench.write(SELECT0 + i, ON | CYCLES | INTERRUPT);
        }
        bench.execute(5);
        assertEquals(7, bench.read(STATUS));
        assertEquals(1, bench.overflows);
    }

    @Test
    void aNotedOverflowInterruptsAgain() {
        bench.counting(ON | CYCLES | INTERRUPT);
        for (int i = 0; i < 3; i++) {
            bench.write(PMC0, -2);
            bench.execute(2);
            assertEquals(1, bench.read(STATUS));
        }
        assertEquals(3, bench.overflows);
    }

    @Test
    void softwareClearsWhatIsNoted() {
        bench.write(PMC0, -1);
        bench.write(PMC0 + 1, -1);
        bench.write(SELECT0, ON | CYCLES);
        bench.write(SELECT0 + 1, ON | CYCLES);
        bench.execute(1);
        bench.write(OVERFLOW, 1);
        assertEquals(2, bench.read(STATUS));
        assertEquals(0, bench.read(OVERFLOW));
    }

    /** Instructions may take longer than cycles until then, never less. */
    @Test
    void aCounterOfInstructionsIsDueNoLaterThanItCanOverflow() {
        bench.write(PMC0, -10);
        bench.counting(ON | INSTRUCTIONS | INTERRUPT);
        bench.execute(10, 4);
        bench.monitor.catchUp();
        assertEquals(16, bench.state.due);
        bench.execute(6, 6);
        bench.monitor.catchUp();
        assertEquals(1, bench.overflows);
    }

    @Test
    void whileAnotherLevelRunsNothingIsDue() {
        bench.write(PMC0, -10);
        bench.counting(SYSTEM | ENABLE | CYCLES | INTERRUPT);
        bench.execute(4);
        bench.monitor.privilege(3);
        assertEquals(CounterState.NEVER, bench.state.due);
        bench.execute(100);
        bench.monitor.privilege(0);
        assertEquals(110, bench.state.due);
    }

    @Test
    void whatIsRestoredGoesOnFromNow() {
        bench.counting(ON | CYCLES);
        bench.execute(5);
        bench.monitor.catchUp();
        var saved = new CounterState();
        saved.copyFrom(bench.state);
        bench.monitor.reset();
        bench.execute(1000);
        bench.monitor.restore(saved);
        bench.execute(2);
        assertEquals(7, bench.counter(0));
    }
}
