package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.state.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GDTR, IDTR, LDTR and TR; LAR, LSL, VERR, VERW and ARPL. */
class TableRegisterTests {
    @Test
    void lgdtReadsTenBytesInSixtyFourBitMode() {
        var m = Machine.long64(0);
        m.c.r[3] = 0x4000;
        m.ram.write(0x4000, 2, 0x77);
        m.ram.write(0x4002, 8, 0xFFFF_8000_1234_5678L);
        m.run("lgdt [rbx]");
        assertEquals(0x77, m.c.gdtLimit);
        assertEquals(0xFFFF_8000_1234_5678L, m.c.gdtBase);
    }

    @Test
    void aNonCanonicalBaseFaultsAndChangesNothing() {
        var m = Machine.long64(0);
        m.c.r[3] = 0x4000;
        m.ram.write(0x4002, 8, 1L << 47);
        assertEquals("13(0)", m.fault("lidt [rbx]"));
        assertEquals(Machine.IDT, m.c.idtBase);
    }

    @Test
    void sixteenBitOperandsLoadTwentyFourBits() {
        var m = Machine.protected32(0);
        m.ram.write(0x4000, 2, 0x3FF);
        m.ram.write(0x4002, 4, 0x1234_5678);
        m.run("lidtw [0x4000]");
        assertEquals(0x34_5678, m.c.idtBase);
    }

    @Test
    void sidtWorksAtEveryLevel() {
        var m = Machine.protected32(3);
        m.run("sidt [0x4000]");
        assertEquals(0xFFF, m.ram.read(0x4000, 2));
        assertEquals(Machine.IDT, m.ram.read(0x4002, 4));
    }

    @Test
    void ltrMarksTheTaskBusy() {
        var m = Machine.protected32(0);
        m.c.r[0] = Machine.TASK;
        m.run("ltr ax");
        assertEquals(0x8B, m.c.segments[Segment.TR].rights);
        assertEquals(0x8B, m.ram.read(Machine.GDT + Machine.TASK + 5, 1));
        assertEquals("13(28)", m.fault("ltr ax"), "a busy TSS can't be loaded again");
    }

    @Test
    void systemSegmentsOfSixtyFourBitModeHaveWideBases() {
        var m = Machine.long64(0);
        m.ram.write(Machine.GDT + Machine.LDT_SELECTOR + 8, 8, 0xFFFF_8000L);
        m.c.r[0] = Machine.LDT_SELECTOR;
        m.run("lldt ax");
        assertEquals(0xFFFF_8000_0000_0000L | Machine.LDT, m.c.segments[Segment.LDTR].base);
    }

    @Test
    void aNullLdtIsUnusable() {
        var m = Machine.protected32(0);
        m.run("lldt ax");
        assertTrue(m.c.segments[Segment.LDTR].unusable());
        assertEquals("13(10)", with(m, Machine.KERNEL_DATA).fault("lldt ax"));
    }

    private static Machine with(Machine m, int selector) {
        m.c.r[0] = selector;
        return m;
    }

    @Test
    void realModeHasNoTasks() { assertEquals("6", Machine.real().fault("ltr ax")); }

    @ParameterizedTest(name = "selector {0} at level {1}: LAR {2}, readable {3}, writable {4}")
    @CsvSource({"0x10,0,00CF9300,true,true", "0x10,3,,false,false", "0x23,3,00CFF300,true,true", "0x20,3,00CFF300,true,true", "0x48,0,00CF9100,true,false",
        "0x1B,3,00CFFB00,true,false", "0x38,3,00CF9F00,true,false", "0x28,0,00008900,false,false", "0,0,,false,false", "0x80,0,,false,false"})
    void selectorsTellWithoutFaulting(String selector, int cpl, String rights, boolean readable, boolean writable) {
        var m = Machine.protected32(cpl);
        m.ram.write(Machine.GDT + Machine.TASK, 8, 0x0000_8900_0000_0067L | (long) Machine.TSS << 16);
        m.c.r[0] = Integer.decode(selector);
        m.run("lar ebx, ax");
        assertEquals(rights != null, m.c.flags.zf());
        if (rights != null) assertEquals(Long.parseLong(rights, 16), m.c.r[3] & 0xFFFF_FF00L);
        m.run("verr ax");
        assertEquals(readable, m.c.flags.zf());
        m.run("verw ax");
        assertEquals(writable, m.c.flags.zf());
    }

    @Test
    void lslGivesTheLimitInBytes() {
        var m = with(Machine.protected32(0), Machine.KERNEL_DATA);
        m.run("lsl ebx, ax");
        assertEquals(0xFFFF_FFFFL, m.c.r[3]);
    }

    @Test
    void arplRaisesTheRequestedLevel() {
        var m = with(Machine.protected32(0), 0x10);
        m.c.r[3] = 3;
        m.run("arpl ax, bx");
        assertEquals(0x13, m.c.r[0]);
        assertTrue(m.c.flags.zf());
        m.run("arpl ax, bx");
        assertFalse(m.c.flags.zf());
    }
}
