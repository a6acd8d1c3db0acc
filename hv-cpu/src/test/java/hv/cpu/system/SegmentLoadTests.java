package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.state.Segment;
import hv.cpu.testing.Code;
import org.junit.jupiter.api.Test;

class SegmentLoadTests {
    private static final String MOV_DS_AX = "mov ds, ax", MOV_SS_AX = "mov ss, ax", MOV_CS_AX = Code.octets("8EC8");

    private static Machine with(Machine m, int selector) {
        m.c.r[0] = selector;
        return m;
    }

    @Test
    void realModeMultipliesTheSelectorBySixteen() {
        var m = with(Machine.real(), 0x1234);
        m.run(MOV_DS_AX);
        assertEquals(0x12340, m.c.segments[Segment.DS].base);
        assertEquals(0xFFFF, m.c.segments[Segment.DS].limit);
    }

    @Test
    void aDescriptorFillsTheHiddenPartAndIsMarkedAccessed() {
        var m = with(Machine.protected32(0), Machine.READ_ONLY);
        m.descriptor(Machine.READ_ONLY, 0xC090);
        m.run(MOV_DS_AX);
        assertEquals(-1, m.c.segments[Segment.DS].limit);
        assertEquals(0xC091, m.c.segments[Segment.DS].rights);
        assertEquals(0x91, m.ram.read(Machine.GDT + Machine.READ_ONLY + 5, 1));
    }

    @Test
    void aNullSelectorMakesADataSegmentUnusable() {
        var m = with(Machine.protected32(0), 3);
        m.run(MOV_DS_AX);
        assertTrue(m.c.segments[Segment.DS].unusable());
        assertEquals(3, m.c.segments[Segment.DS].selector);
    }

    @Test
    void aNullStackSegmentFaultsOutsideSixtyFourBitMode() { assertEquals("13(0)", with(Machine.protected32(0), 0).fault(MOV_SS_AX)); }

    @Test
    void sixtyFourBitModeTakesANullStackSegmentOfItsOwnLevel() {
        var m = with(Machine.long64(0), 0);
        m.run(MOV_SS_AX);
        assertTrue(m.c.segments[Segment.SS].unusable());
    }

    @Test
    void aNotPresentSegmentIsNamedInTheErrorCode() {
        assertEquals("11(40)", with(Machine.protected32(0), Machine.ABSENT_DATA).fault(MOV_DS_AX));
        assertEquals("12(40)", with(Machine.protected32(0), Machine.ABSENT_DATA).fault(MOV_SS_AX));
    }

    @Test
    void aSelectorBeyondItsTableFaultsWithItsIndex() { assertEquals("13(80)", with(Machine.protected32(0), 0x80).fault(MOV_DS_AX)); }

    @Test
    void aStackMustBeWritable() { assertEquals("13(48)", with(Machine.protected32(0), Machine.READ_ONLY).fault(MOV_SS_AX)); }

    @Test
    void lessPrivilegedCodeCannotLoadKernelData() { assertEquals("13(10)", with(Machine.protected32(3), Machine.KERNEL_DATA | 3).fault(MOV_DS_AX)); }

    @Test
    void codeSegmentCannotBeMovedTo() {
        assertEquals("6", with(Machine.protected32(0), Machine.KERNEL_CODE).fault(MOV_CS_AX));
    }

    @Test
    void thereAreSixSegmentRegisters() {
        assertEquals("6", Machine.protected32(0).fault(Code.octets("8EF8")));
        assertEquals("6", Machine.protected32(0).fault(Code.octets("8CF8")));
    }

    @Test
    void loadingSsBlocksInterruptsForOneInstructionAndLssDoesNot() {
        var m = with(Machine.protected32(0), Machine.KERNEL_DATA);
        m.run(MOV_SS_AX);
        assertEquals(2, m.c.interruptibility);
        var other = Machine.protected32(0);
        other.ram.write(0x4000, 4, 0x7000);
        other.ram.write(0x4004, 2, Machine.KERNEL_DATA);
        other.run("lss esp, [0x4000]");
        assertEquals(0, other.c.interruptibility);
        assertEquals(0x7000, other.c.r[4]);
    }

    @Test
    void poppingAFaultySegmentLeavesTheStackPointer() {
        var m = Machine.protected32(0);
        m.ram.write(Machine.KERNEL_STACK, 4, 0x80);
        assertEquals("13(80)", m.fault("pop ds"));
        assertEquals(Machine.KERNEL_STACK, m.c.r[4]);
        assertFalse(m.c.segments[Segment.DS].unusable());
    }

    @Test
    void anLdtSelectorReadsTheLdt() {
        var m = with(Machine.protected32(0), Machine.LDT_SELECTOR);
        m.run("lldt ax");
        m.ram.write(Machine.LDT + 8, 8, m.ram.read(Machine.GDT + Machine.KERNEL_DATA, 8));
        m.c.r[0] = 0xC;
        m.run(MOV_DS_AX);
        assertEquals(0xC, m.c.segments[Segment.DS].selector);
        m.c.r[0] = 0x24;
        assertEquals("13(24)", m.fault(MOV_DS_AX));
    }
}
