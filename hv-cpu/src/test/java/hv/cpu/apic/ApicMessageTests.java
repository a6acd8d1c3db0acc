package hv.cpu.apic;

import static hv.cpu.apic.ApicBench.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interrupt commands between processors, devices' messages, and destinations. */
class ApicMessageTests {
    private static final int VECTOR = 0x55, LOGICAL = 1 << 11, ASSERT = 1 << 14, LEVEL = 1 << 15, SELF = 1 << 18, ALL = 2 << 18, OTHERS = 3 << 18;
    private final ApicBench zero = ApicBench.enabled(), one = zero.neighbour(1), two = zero.neighbour(2);

    /** The processors that an interrupt waits for. */
    private String who() {
        return (zero.apic.ready() ? "0" : "-") + (one.apic.ready() ? "1" : "-") + (two.apic.ready() ? "2" : "-");
    }

    private void send(int destination, int command) {
        zero.write(ICR_HIGH, destination << 24);
        zero.write(ICR, command);
    }

    @ParameterizedTest
    @CsvSource({"0,0--", "1,-1-", "2,--2", "3,---", "FF,012"})
    void aPhysicalDestinationIsAnId(String destination, String reached) {
        send(Integer.parseInt(destination, 16), VECTOR);
        assertEquals(reached, who());
    }

    @Test
    void shorthandsNeedNoDestination() {
        send(9, VECTOR | SELF);
        assertEquals("0--", who());
        send(9, VECTOR | OTHERS);
        assertEquals("012", who());
    }

    @Test
    void allIncludesTheSender() {
        send(9, VECTOR | ALL);
        assertEquals("012", who());
    }

    @ParameterizedTest
    @CsvSource({"1,0--", "2,-1-", "6,-12", "8,---", "FF,012", "0,---"})
    void aFlatLogicalDestinationIsASet(String destination, String reached) {
        zero.write(LDR, 0x0100_0000);
        one.write(LDR, 0x0200_0000);
        two.write(LDR, 0x0400_0000);
        send(Integer.parseInt(destination, 16), VECTOR | LOGICAL);
        assertEquals(reached, who());
    }

    @ParameterizedTest
    @CsvSource({"11,0--", "13,01-", "21,--2", "F1,0-2", "FF,012", "31,---"})
    void aClusterHasFourProcessors(String destination, String reached) {
        for (var bench : List.of(zero, one, two)) bench.write(DFR, 0x0FFF_FFFF);
        zero.write(LDR, 0x1100_0000);
        one.write(LDR, 0x1200_0000);
        two.write(LDR, 0x2100_0000);
        send(Integer.parseInt(destination, 16), VECTOR | LOGICAL);
        assertEquals(reached, who());
    }

    @Test
    void lowestPriorityGoesToTheOneWithTheLowest() {
        for (var bench : List.of(zero, one, two)) bench.write(LDR, 0x0100_0000);
        zero.write(TPR, 0x30);
        two.write(TPR, 0x20);
        send(1, VECTOR | LOGICAL | 1 << 8);
        assertEquals("-1-", who());
    }

    @Test
    void nmiInitAndStartUpReachTheProcessorWithoutVector() {
        one.write(SVR, 0xFF);
        one.told.clear();
        send(1, 4 << 8);
        send(1, 5 << 8 | ASSERT | LEVEL);
        send(1, 5 << 8 | LEVEL);
        send(1, 6 << 8 | 0x9A);
        assertEquals(List.of("NMI", "INIT", "start-up 9a"), one.told);
    }

    @Test
    void nothingButFixedInterruptsGoesToOneself() {
        zero.told.clear();
        for (int mode : new int[] {2, 4, 5, 6}) {
            send(0, mode << 8 | SELF);
            send(0, mode << 8 | ALL);
        }
        assertEquals(List.of(), zero.told);
    }

    @Test
    void sendingAnIllegalVectorIsAnError() {
        send(1, 0x0F);
        assertEquals("---", who());
        zero.write(ESR, 0);
        assertEquals(0x20, zero.read(ESR));
    }

    @Test
    void theCommandIsSentAtOnce() {
        send(1, VECTOR | 1 << 12);
        assertEquals(VECTOR, zero.read(ICR));
        assertEquals(0x0100_0000, zero.read(ICR_HIGH));
    }

    @Test
    void x2apicModeSendsByOneWrite() {
        zero.inX2apicMode();
        assertTrue(zero.apic.writeMsr(0x830, 2L << 32 | VECTOR));
        assertEquals("--2", who());
        assertEquals(2L << 32 | VECTOR, zero.apic.readMsr(0x830).getAsLong());
        assertTrue(zero.apic.writeMsr(0x830, 0xFFFF_FFFFL << 32 | VECTOR + 1));
        assertEquals("012", who());
    }

    @Test
    void aLogicalX2apicDestinationHasAClusterOfSixteen() {
        zero.inX2apicMode();
        assertTrue(zero.apic.writeMsr(0x830, 1L << 32 | LOGICAL | VECTOR));
        assertEquals("0--", who());
        assertTrue(zero.apic.writeMsr(0x830, 0x1_0001L << 32 | LOGICAL | VECTOR + 0x10));
        assertFalse(zero.has(IRR, VECTOR + 0x10));
    }

    @Test
    void theSelfIpiRegisterInterruptsOneself() {
        zero.inX2apicMode();
        assertTrue(zero.apic.writeMsr(0x83F, VECTOR));
        assertEquals("0--", who());
        assertTrue(zero.apic.writeMsr(0x83F, 0xF));
        zero.apic.writeMsr(0x828, 0);
        assertEquals(0x20, zero.apic.readMsr(0x828).getAsLong());
    }

    @Test
    void aDevicesMessageNamesItsDestinationInTheAddress() {
        zero.machine.message(0xFEE0_1000L, VECTOR);
        assertEquals("-1-", who());
        two.write(LDR, 0x0400_0000);
        zero.machine.message(0xFEE0_4004L, VECTOR);
        assertEquals("-12", who());
        zero.machine.message(0xFED0_0000L, VECTOR);
        assertEquals("-12", who());
    }

    @Test
    void anExtIntMessageOpensTheWayForTheController() {
        assertFalse(zero.apic.passesExternal());
        zero.message(7 << 8);
        assertTrue(zero.apic.passesExternal());
        zero.apic.externalTaken();
        assertFalse(zero.apic.passesExternal());
    }
}
