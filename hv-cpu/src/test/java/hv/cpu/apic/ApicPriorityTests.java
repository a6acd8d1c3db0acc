package hv.cpu.apic;

import static hv.cpu.apic.ApicBench.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IRR, ISR, TMR, TPR, PPR and EOI. */
class ApicPriorityTests {
    private static final int LEVEL = 1 << 15;
    private final ApicBench bench = ApicBench.enabled();

    @Test
    void anAcceptedInterruptWaitsInIrrAndGoesToIsr() {
        bench.message(0x41);
        assertTrue(bench.has(IRR, 0x41));
        assertTrue(bench.apic.ready());
        assertEquals(0x41, bench.apic.acknowledge());
        assertFalse(bench.has(IRR, 0x41));
        assertTrue(bench.has(ISR, 0x41));
        assertFalse(bench.apic.ready());
    }

    @Test
    void theHighestVectorComesFirst() {
        for (int vector : new int[] {0x41, 0xE3, 0x42, 0x90}) bench.message(vector);
        assertEquals(0xE3, bench.apic.acknowledge());
        assertFalse(bench.apic.ready());
        bench.write(EOI, 0);
        assertEquals(0x90, bench.apic.acknowledge());
    }

    @Test
    void oneOfTheSameClassWaitsForEoi() {
        bench.message(0x41);
        bench.apic.acknowledge();
        bench.message(0x4F);
        assertFalse(bench.apic.ready());
        bench.message(0x50);
        assertTrue(bench.apic.ready());
        bench.write(EOI, 0);
        assertTrue(bench.apic.ready());
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "25,0,25", "25,31,30", "35,31,35", "45,31,45", "0,31,30"})
    void theProcessorPriorityIsTheHigherOfTaskAndService(String task, String service, String priority) {
        int vector = Integer.parseInt(service, 16);
        if (vector != 0) {
            bench.message(vector);
            bench.apic.acknowledge();
        }
        bench.write(TPR, Integer.parseInt(task, 16));
        assertEquals(Integer.parseInt(priority, 16), bench.read(PPR));
    }

    @Test
    void theTaskPriorityHoldsItsClassBack() {
        bench.write(TPR, 0x40);
        bench.message(0x4F);
        assertFalse(bench.apic.ready());
        bench.write(TPR, 0x3F);
        assertTrue(bench.apic.ready());
    }

    @Test
    void cr8IsTheClassOfTheTaskPriority() {
        bench.write(TPR, 0x57);
        assertEquals(5, bench.apic.taskPriorityClass());
        bench.apic.taskPriorityClass(9);
        assertEquals(0x90, bench.read(TPR));
    }

    @Test
    void eoiEndsTheHighestInService() {
        bench.message(0x41);
        bench.apic.acknowledge();
        bench.message(0x81);
        bench.apic.acknowledge();
        bench.write(EOI, 0);
        assertFalse(bench.has(ISR, 0x81));
        assertTrue(bench.has(ISR, 0x41));
        bench.write(EOI, 0);
        bench.write(EOI, 0);
        assertEquals(0, bench.read(PPR));
    }

    @Test
    void onlyLevelTriggeredOnesAreBroadcastAtEoi() {
        List<Integer> ended = new ArrayList<>();
        bench.machine.onEoi(ended::add);
        for (int data : new int[] {0x41, 0x51 | LEVEL}) {
            bench.message(data);
            bench.apic.acknowledge();
            bench.write(EOI, 0);
        }
        assertTrue(bench.has(TMR, 0x51));
        assertFalse(bench.has(TMR, 0x41));
        assertEquals(List.of(0x51), ended);
    }

    @Test
    void softwareCanSuppressTheBroadcast() {
        List<Integer> ended = new ArrayList<>();
        bench.machine.onEoi(ended::add);
        bench.write(SVR, 0x11FF);
        bench.message(0x51 | LEVEL);
        bench.apic.acknowledge();
        bench.write(EOI, 0);
        assertEquals(List.of(), ended);
    }

    @Test
    void aDisabledApicAcceptsNothingAndKeepsWhatWaits() {
        bench.message(0x41);
        bench.write(SVR, 0xFF);
        bench.message(0x51);
        assertFalse(bench.has(IRR, 0x51));
        assertTrue(bench.apic.ready());
    }

    @Test
    void anIllegalVectorIsAnErrorThatInterruptsOnce() {
        bench.write(ERROR, 0xFE);
        bench.message(0x0F);
        bench.message(0x0E);
        assertEquals(0xFE, bench.apic.acknowledge());
        bench.write(EOI, 0);
        assertFalse(bench.apic.ready());
        bench.write(ESR, 0);
        assertEquals(0x40, bench.read(ESR));
        bench.message(0x0D);
        assertTrue(bench.apic.ready());
    }
}
