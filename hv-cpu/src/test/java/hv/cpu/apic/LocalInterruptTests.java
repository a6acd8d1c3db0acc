package hv.cpu.apic;

import static hv.cpu.apic.ApicBench.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The pins LINT0 and LINT1, and the performance counters. */
class LocalInterruptTests {
    private static final int VECTOR = 0x61, LEVEL = 1 << 15, ACTIVE_LOW = 1 << 13, REMOTE_IRR = 1 << 14, EXTINT = 7 << 8, NMI = 4 << 8, MASKED = 1 << 16;
    private final ApicBench bench = ApicBench.enabled();

    @Test
    void afterResetNoInterruptOfThe8259GetsThrough() { assertFalse(new ApicBench().apic.passesExternal()); }

    @Test
    void aDisabledApicLetsThePinsThrough() {
        bench.apic.writeMsr(APIC_BASE, 0xFEE0_0100L);
        bench.told.clear();
        assertTrue(bench.apic.passesExternal());
        bench.apic.pin(1, true);
        assertEquals(List.of("NMI"), bench.told);
    }

    @Test
    void extIntOnLint0LetsThe8259Through() {
        bench.write(LINT0, EXTINT);
        assertTrue(bench.apic.passesExternal());
        bench.write(LINT0, EXTINT | 1 << 16);
        assertFalse(bench.apic.passesExternal());
    }

    @Test
    void firmwareLeavesVirtualWireMode() {
        var fresh = new ApicBench();
        fresh.apic.virtualWire();
        assertTrue(fresh.apic.passesExternal());
        fresh.told.clear();
        fresh.apic.pin(1, true);
        assertEquals(List.of("NMI"), fresh.told);
        assertEquals(0x1FF, fresh.read(SVR));
    }

    @Test
    void anEdgeIsOneInterrupt() {
        bench.write(LINT0, VECTOR);
        bench.apic.pin(0, true);
        assertEquals(VECTOR, bench.apic.acknowledge());
        bench.write(EOI, 0);
        bench.apic.pin(0, true);
        assertFalse(bench.apic.ready());
        bench.apic.pin(0, false);
        bench.apic.pin(0, true);
        assertTrue(bench.apic.ready());
    }

    @Test
    void aMaskedEdgeIsLost() {
        bench.write(LINT0, VECTOR | 1 << 16);
        bench.apic.pin(0, true);
        bench.write(LINT0, VECTOR);
        assertFalse(bench.apic.ready());
    }

    @Test
    void aLevelAsksAgainAfterEoi() {
        bench.write(LINT0, VECTOR | LEVEL);
        bench.apic.pin(0, true);
        assertTrue((bench.read(LINT0) & REMOTE_IRR) != 0);
        assertTrue(bench.has(TMR, VECTOR));
        assertEquals(VECTOR, bench.apic.acknowledge());
        assertFalse(bench.apic.ready());
        bench.write(EOI, 0);
        assertTrue(bench.apic.ready());
        bench.apic.acknowledge();
        bench.apic.pin(0, false);
        bench.write(EOI, 0);
        assertFalse(bench.apic.ready());
        assertEquals(0, bench.read(LINT0) & REMOTE_IRR);
    }

    @Test
    void aLevelCanBeActiveLow() {
        bench.write(LINT0, VECTOR | LEVEL | ACTIVE_LOW);
        assertTrue(bench.apic.ready());
    }

    @Test
    void nmiOnAPinHasNoVector() {
        bench.told.clear();
        bench.write(LINT0, NMI);
        bench.write(LINT1, NMI);
        bench.apic.pin(0, true);
        bench.apic.pin(1, true);
        assertEquals(List.of("NMI", "NMI"), bench.told);
    }

    @Test
    void countersInterruptOnceAndMaskTheirEntry() {
        bench.write(PERFORMANCE, VECTOR);
        bench.apic.countersOverflow();
        assertTrue(bench.has(IRR, VECTOR));
        assertEquals(VECTOR | MASKED, bench.read(PERFORMANCE));
        bench.apic.acknowledge();
        bench.apic.countersOverflow();
        assertFalse(bench.has(IRR, VECTOR));
    }

    @Test
    void countersMayInterruptByAnNmi() {
        bench.write(PERFORMANCE, NMI);
        bench.apic.countersOverflow();
        assertEquals("NMI", bench.told.getLast());
        assertEquals(NMI | MASKED, bench.read(PERFORMANCE));
    }

    @Test
    void aDisabledApicLosesTheirInterrupt() {
        bench.write(PERFORMANCE, NMI);
        bench.apic.writeMsr(APIC_BASE, 0xFEE0_0100L);
        bench.told.clear();
        bench.apic.countersOverflow();
        assertEquals(List.of(), bench.told);
    }
}
