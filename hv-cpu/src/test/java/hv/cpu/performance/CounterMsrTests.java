package hv.cpu.performance;

import static hv.cpu.performance.CounterBench.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.platform.ProcessorProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registers: which there are, and what can be written to them. */
class CounterMsrTests {
    private final CounterBench bench = new CounterBench();

    private static int index(String hex) { return Integer.parseInt(hex, 16); }
    private static long value(String hex) { return Long.parseUnsignedLong(hex, 16); }

    @ParameterizedTest(name = "MSR {0}H keeps {1}H as {2}H")
    @CsvSource({"C1,12345678,12345678", "C1,80000000,FFFF80000000", "C4,FFFFFFFFFFFFFFFF,FFFFFFFFFFFF", "C2,123400000001,1", "309,FFFFFFFFFFFF,FFFFFFFFFFFF",
        "30B,123456789ABC,123456789ABC", "186,FFDFFFFF,FFDFFFFF", "189,4300C0,4300C0", "38D,BBB,BBB", "38F,70000000F,70000000F", "390,C00000070000000F,0"})
    void keepsWhatIsWritten(String msr, String written, String kept) {
        if (!msr.equals("38F")) bench.write(GLOBAL, 0);
        bench.write(index(msr), value(written));
        assertEquals(value(kept), bench.read(index(msr)));
    }

    @ParameterizedTest(name = "MSR {0}H refuses {1}H")
    @CsvSource({"309,1000000000000", "30B,8000000000000000", "186,100000000", "186,200000", "189,8000000000000000", "38D,4", "38D,40", "38D,400",
        "38D,1000", "38E,0",
        "38F,10", "38F,800000000", "38F,8000000000000000", "390,10", "390,800000000", "390,2000000000000000"})
    void refusesReservedBitsAndWhatIsReadOnly(String msr, String value) {
        long before = bench.read(index(msr));
        assertFalse(bench.writes(index(msr), value(value)));
        assertEquals(before, bench.read(index(msr)));
    }

    @ParameterizedTest(name = "with {1} counters, MSR {0}H")
    @CsvSource({"C5,4", "18A,4", "C3,2", "188,2", "30A,2"})
    void countersBeyondTheLastOneDoNotExist(String msr, int counters) {
        var other = counters == 4 ? bench : CounterBench.small();
        assertTrue(PerformanceMonitor.isMsr(index(msr)));
        assertTrue(other.monitor.readMsr(index(msr)).isEmpty());
        assertFalse(other.writes(index(msr), 0));
        assertTrue(other.monitor.readMsr(index(msr) - 1).isPresent());
    }

    @ParameterizedTest
    @CsvSource({"C1", "186", "309", "38D", "38E", "38F", "390"})
    void withoutLeafTenThereIsNone(String msr) {
        var old = new CounterBench(ProcessorProfiles.load("ept-2008"));
        assertTrue(old.monitor.readMsr(index(msr)).isEmpty());
        assertFalse(old.writes(index(msr), 0));
        assertTrue(old.monitor.read(0).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"C0", "C9", "185", "18E", "308", "30C", "38C", "391", "345", "4C1"})
    void othersAreNotTheirs(String msr) { assertFalse(PerformanceMonitor.isMsr(index(msr))); }

    @Test
    void aProcessorOfTwoCountersOf40BitsShowsThat() {
        var small = CounterBench.small();
        assertEquals(3, small.read(GLOBAL));
        assertFalse(small.writes(GLOBAL, 4));
        assertFalse(small.writes(FIXED_CONTROL, 0x10));
        assertFalse(small.writes(FIXED0, 1L << 40));
        small.write(PMC0, -1);
        assertEquals((1L << 40) - 1, small.read(PMC0));
        small.counting(ON | CYCLES);
        small.write(SELECT0 + 1, ON | REFERENCE);
        small.execute(3);
        assertEquals(2, small.counter(0));
        assertEquals(1, small.read(STATUS));
        assertEquals(0, small.counter(1), "an event beyond those that the leaf tells of");
    }

    @ParameterizedTest(name = "RDPMC of {0}H: {1}")
    @CsvSource({"0,true", "3,true", "4,false", "40000000,true", "40000002,true", "40000003,false",
        "20000000,false", "80000000,false", "C0000000,false", "FFFFFFFF,false"})
    void rdpmcKnowsTheCountersByNumber(String number, boolean known) {
        assertEquals(known, bench.monitor.read(Integer.parseUnsignedInt(number, 16)).isPresent());
    }
}
