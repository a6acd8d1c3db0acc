package hv.cpu.apic;

import static hv.cpu.apic.ApicBench.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IA32_APIC_BASE, the two modes, and where registers are in each. */
class ApicModeTests {
    private static final long DISABLED = 0xFEE0_0100L;
    private final ApicBench bench = new ApicBench();

    @Test
    void resetLeavesXapicModeOfTheBootstrapProcessor() {
        assertEquals(OptionalLong.of(ENABLED), bench.apic.readMsr(APIC_BASE));
        assertEquals(0xFEE00, bench.apic.page());
    }

    @ParameterizedTest
    @CsvSource({"320,10000", "330,10000", "340,10000", "350,10000", "360,10000", "370,10000", "F0,FF", "E0,FFFFFFFF", "D0,0", "80,0", "380,0", "3E0,0",
        "280,0", "300,0", "310,0", "20,0", "30,1050015", "A0,0"})
    void resetValuesAreThoseOfTheManual(String offset, String value) {
        assertEquals(Integer.parseUnsignedInt(value, 16), bench.read(Integer.parseInt(offset, 16)));
    }

    @ParameterizedTest
    @CsvSource({"FEE00900,FEE00D00,true", "FEE00900,FEE00100,true", "FEE00100,FEE00900,true", "FEE00D00,FEE00100,true", "FEE00D00,FEE00900,false",
        "FEE00100,FEE00D00,false", "FEE00100,FEE00500,false", "FEE00900,FEE00500,false", "FEE00900,FEE00901,false", "FEE00900,FEE00B00,false",
        "FEE00900,400000000900,false", "FEE00900,3FFFFFFFF900,true", "FEE00900,FEE00800,true"})
    void modesFollowEachOtherAsTheManualDraws(String from, String to, boolean allowed) {
        long before = Long.parseLong(from, 16), after = Long.parseLong(to, 16);
        bench.apic.writeMsr(APIC_BASE, before);
        assertEquals(OptionalLong.of(before), bench.apic.readMsr(APIC_BASE));
        assertEquals(allowed, bench.apic.writeMsr(APIC_BASE, after));
        assertEquals(OptionalLong.of(allowed ? after : before), bench.apic.readMsr(APIC_BASE));
    }

    @Test
    void theRegistersMoveWithTheBase() {
        bench.apic.writeMsr(APIC_BASE, 0x1234_5900L);
        assertEquals(0x12345, bench.apic.page());
        assertEquals("page", bench.told.getLast());
    }

    @Test
    void noRegistersAreInMemoryOutsideXapicMode() {
        bench.inX2apicMode();
        assertEquals(LocalApic.NO_PAGE, bench.apic.page());
        bench.apic.writeMsr(APIC_BASE, DISABLED);
        assertEquals(LocalApic.NO_PAGE, bench.apic.page());
        assertFalse(bench.apic.isEnabled());
    }

    @Test
    void disablingForgetsTheRegisters() {
        bench.write(SVR, 0x1FF);
        bench.write(TPR, 0x20);
        bench.apic.writeMsr(APIC_BASE, DISABLED);
        bench.apic.writeMsr(APIC_BASE, ENABLED);
        assertEquals(0xFF, bench.read(SVR));
        assertEquals(0, bench.read(TPR));
    }

    @Test
    void x2apicModeKeepsWhatXapicModeHad() {
        bench.write(SVR, 0x1FF);
        bench.write(TPR, 0x20);
        bench.inX2apicMode();
        assertEquals(OptionalLong.of(0x1FF), bench.apic.readMsr(0x80F));
        assertEquals(OptionalLong.of(0x20), bench.apic.readMsr(0x808));
    }

    @Test
    void theRegistersAreNoMsrsInXapicMode() {
        assertEquals(OptionalLong.empty(), bench.apic.readMsr(0x808));
        assertFalse(bench.apic.writeMsr(0x808, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x800, 0x801, 0x804, 0x809, 0x80B, 0x80C, 0x80E, 0x82F, 0x831, 0x83A, 0x83F, 0x840, 0x8FF})
    void readingWhatX2apicModeDoesNotHaveFaults(int index) {
        assertEquals(OptionalLong.empty(), bench.inX2apicMode().apic.readMsr(index));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x802, 0x803, 0x80A, 0x80D, 0x80E, 0x810, 0x827, 0x831, 0x839, 0x840})
    void writingWhatSoftwareCannotWriteFaults(int index) { assertFalse(bench.inX2apicMode().apic.writeMsr(index, 0)); }

    @ParameterizedTest
    @CsvSource({"808,FF,100", "80B,0,1", "80F,11FF,2000", "828,0,1", "830,FFFFFFFF000CCFFF,2000", "830,0,10000", "832,700FF,80000", "835,1A7FF,800",
        "837,100FF,100", "838,FFFFFFFF,100000000", "83E,B,4", "83F,30,100"})
    void reservedBitsFaultInX2apicMode(String index, String legal, String reserved) {
        bench.inX2apicMode();
        int msr = Integer.parseInt(index, 16);
        assertTrue(bench.apic.writeMsr(msr, Long.parseUnsignedLong(legal, 16)));
        assertFalse(bench.apic.writeMsr(msr, Long.parseUnsignedLong(reserved, 16)));
    }

    @ParameterizedTest
    @CsvSource({"80,FFFFFFFF,FF", "F0,FFFFFFFF,11FF", "320,FFFFFFFF,700FF", "350,FFFFFFFF,1A7FF", "370,FFFFFFFF,100FF", "D0,FFFFFFFF,FF000000",
        "E0,0,FFFFFFF", "310,FFFFFFFF,FF000000", "3E0,FFFFFFFF,B"})
    void reservedBitsAreIgnoredInXapicMode(String offset, String written, String read) {
        bench.write(SVR, 0x1FF);
        int at = Integer.parseInt(offset, 16);
        bench.write(at, Integer.parseUnsignedInt(written, 16));
        assertEquals(Integer.parseUnsignedInt(read, 16), bench.read(at));
    }

    @Test
    void theLogicalX2apicIdFollowsFromTheId() {
        assertEquals(0x0001_0002, LocalApic.logicalX2apicId(0x11));
        assertEquals(OptionalLong.of(1), bench.inX2apicMode().apic.readMsr(0x80D));
    }

    @Test
    void entriesStayMaskedWhileSoftwareHasTheApicDisabled() {
        bench.write(TIMER, 0x30);
        assertEquals(0x1_0030, bench.read(TIMER));
        bench.write(SVR, 0x1FF);
        bench.write(TIMER, 0x30);
        assertEquals(0x30, bench.read(TIMER));
        bench.write(SVR, 0xFF);
        assertEquals(0x1_0030, bench.read(TIMER));
    }

    @Test
    void initKeepsModeAndIds() {
        bench.write(ID, 0x0300_0000);
        bench.write(SVR, 0x1FF);
        bench.apic.init();
        assertEquals(0x0300_0000, bench.read(ID));
        assertEquals(0xFF, bench.read(SVR));
        assertEquals(OptionalLong.of(ENABLED), bench.apic.readMsr(APIC_BASE));
    }

    @Test
    void partsOfARegisterCanBeReadAndOnlyWholeOnesWritten() {
        bench.write(SVR, 0x1FF);
        assertEquals(1, bench.apic.read(SVR + 1, 1));
        assertEquals(0x1FF, bench.apic.read(SVR, 8));
        assertEquals(0, bench.apic.read(SVR + 4, 4));
        bench.apic.write(SVR, 2, 0);
        bench.apic.write(SVR + 4, 4, 0);
        assertEquals(0x1FF, bench.read(SVR));
    }

    @Test
    void anUnknownRegisterIsAnError() {
        bench.read(0x40);
        bench.write(ESR, 0);
        assertEquals(0x80, bench.read(ESR));
        bench.write(ESR, 0);
        assertEquals(0, bench.read(ESR));
    }
}
