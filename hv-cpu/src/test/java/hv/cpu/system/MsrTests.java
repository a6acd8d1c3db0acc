package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Cr0;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsrTests {
    private static final String RDMSR = "rdmsr", WRMSR = "wrmsr";

    private static Machine with(int index, long value) { return with(Machine.long64(0), index, value); }

    private static Machine with(Machine m, int index, long value) {
        m.c.r[1] = index & 0xFFFF_FFFFL;
        m.c.r[0] = value & 0xFFFF_FFFFL;
        m.c.r[2] = value >>> 32;
        return m;
    }

    private static long read(Machine m) {
        m.run(RDMSR);
        return Time.pair(m.c);
    }

    @ParameterizedTest(name = "MSR {0}H keeps {1}H")
    @CsvSource({"174,10", "175,FFFF800000001000", "176,1000", "1D9,2", "277,0007010600070106", "C0000081,001B000800000000", "C0000082,FFFF800000001000",
        "C0000083,1000", "C0000084,47700", "C0000100,FFFF800000001000", "C0000101,2000", "C0000102,3000", "C0000103,7", "200,80000006", "201,3FFFC0000800",
        "2FF,C06", "250,0606060606060606", "1A0,41880", "1A0,401881", "17A,7", "17B,0", "17B,FFFFFFFFFFFFFFFF", "400,FFFFFFFFFFFFFFFF", "40C,123", "40D,0"})
    void keepsWhatIsWritten(String index, String value) {
        var m = with(Integer.parseUnsignedInt(index, 16), Long.parseUnsignedLong(value, 16));
        m.run(WRMSR);
        assertEquals(Long.parseUnsignedLong(value, 16), read(m));
    }

    @ParameterizedTest(name = "MSR {0}H refuses {1}H")
    @CsvSource({"174,100000000", "175,800000000000", "176,800000000000", "1D9,4", "277,2", "C0000080,2", "C0000082,800000000000", "C0000083,800000000000",
        "C0000084,100000000", "C0000100,800000000000", "C0000101,800000000000", "C0000102,800000000000", "C0000103,100000000", "200,2", "200,400000000000",
        "201,1", "2FF,2", "250,2", "FE,0", "179,0", "17A,8", "17B,1", "401,1", "402,1", "17,0", "CE,0", "480,0", "48B,0", "490,0", "3A,5", "1B,FEE00901", "1A0,41883"})
    void refusesReservedBitsAndReadOnlyRegisters(String index, String value) {
        assertEquals("13(0)", with(Integer.parseUnsignedInt(index, 16), Long.parseUnsignedLong(value, 16)).fault(WRMSR));
    }

    @ParameterizedTest
    @CsvSource({"0", "79", "140", "280", "410", "491", "492", "800", "C0000085", "C0010000"})
    void whatDoesNotExistFaults(String index) { assertEquals("13(0)", with(Integer.parseUnsignedInt(index, 16), 0).fault(RDMSR)); }

    @Test
    void userCodeCannotReadThem() { assertEquals("13(0)", with(Machine.long64(3), 0x10, 0).fault(RDMSR)); }

    @Test
    void readingFillsBothHalvesAndClearsTheUpperOnes() {
        var m = with(0x480, 0);
        m.c.r[0] = m.c.r[2] = -1;
        m.run(RDMSR);
        assertEquals(0x4A56_4D58L, m.c.r[0]);
        assertEquals(0x00D8_1000L, m.c.r[2]);
    }

    @Test
    void machineCodeLocksAnUnlockedFeatureControlOnce() {
        var m = with(Machine.long64(0, "unlocked"), 0x3A, 5);
        m.run(WRMSR);
        assertEquals(5, read(m));
        assertEquals("13(0)", with(m, 0x3A, 0).fault(WRMSR));
    }

    @Test
    void featureControlHasNoBitForSmx() { assertEquals("13(0)", with(Machine.long64(0, "unlocked"), 0x3A, 2).fault(WRMSR)); }

    @Test
    void aProcessorWithoutVmxHasNoCapabilityRegisters() {
        assertEquals("13(0)", with(Machine.long64(0, "no-vmx"), 0x480, 0).fault(RDMSR));
        assertEquals("13(0)", with(Machine.long64(0, "no-vmx"), 0x3A, 0).fault(RDMSR));
    }

    @Test
    void lmaCannotBeWritten() {
        var m = with(0xC000_0080, 0x101);
        m.run(WRMSR);
        assertEquals(0x501, read(m));
    }

    @Test
    void lmeCannotChangeUnderPaging() {
        var m = with(0xC000_0080, 0x001);
        m.c.cr0 |= Cr0.PG;
        assertEquals("13(0)", m.fault(WRMSR));
    }

    @Test
    void segmentBasesAreThoseOfTheHiddenPart() {
        var m = with(0xC000_0101, 0x1234);
        m.run(WRMSR);
        assertEquals(0x1234, m.c.segments[Segment.GS].base);
        m.c.kernelGsBase = 0x5678;
        m.run("swapgs");
        assertEquals(0x5678, m.c.segments[Segment.GS].base);
        assertEquals(0x1234, m.c.kernelGsBase);
    }

    @Test
    void theAdjustmentIsTheSumOfAllMoves() {
        var m = with(0x3B, 5000);
        m.clock.advance(77);
        m.run(WRMSR);
        assertEquals(5077, Time.stamp(m.c));
        with(m, 0x10, 1_000_000).run(WRMSR);
        assertEquals(5000 + 1_000_000 - 5077, Time.adjustment(m.c));
        with(m, 0x3B, 0).run(WRMSR);
        assertEquals(77, Time.stamp(m.c));
    }

    @Test
    void monitorCanBeHidden() {
        var m = with(0x1A0, 0x1881);
        m.run(WRMSR);
        assertEquals(0, Cpuid.answer(m.c, 1, 0).ecx() & 8);
        assertEquals("6", m.fault("monitor"));
        assertEquals("6", m.fault("mwait"));
    }

    @Test
    void cpuidCanBeCutShort() {
        var m = with(0x1A0, 0x44_1881);
        m.run(WRMSR);
        assertEquals(2, Cpuid.answer(m.c, 0, 0).eax());
        assertEquals(Cpuid.answer(m.c, 2, 0), Cpuid.answer(m.c, 7, 0));
    }

    @Test
    void theTimeStampCounterCountsOnFromWhatIsWritten() {
        var m = with(0x10, 1_000_000);
        m.clock.advance(77);
        m.run(WRMSR);
        m.clock.advance(3);
        assertEquals(1_000_003, read(m));
    }
}
