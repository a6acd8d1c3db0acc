package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.x86.Rflags;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.Test;

/** IF and its virtual image, debug registers, RESET, random numbers, segment bases. */
class PrivilegedStateTests {
    @Test
    void stiBlocksForOneInstructionOnlyIfInterruptsWereOff() {
        var m = Machine.protected32(0);
        m.run("sti");
        assertEquals(1, m.c.interruptibility);
        m.c.interruptibility = 0;
        m.run("sti");
        assertEquals(0, m.c.interruptibility);
    }

    @Test
    void ioplDecidesWhoMayChangeIf() {
        var m = Machine.protected32(3);
        assertEquals("13(0)", m.fault("cli"));
        m.c.flags.setImage(0x202 | Rflags.IOPL);
        m.run("cli");
        assertEquals(2 | Rflags.IOPL, m.c.flags.image());
    }

    @Test
    void protectedModeVirtualInterruptsUseVif() {
        var m = Machine.protected32(3);
        m.c.cr4 = 2;
        m.run("sti");
        assertEquals(2 | Rflags.VIF, m.c.flags.image());
        m.c.flags.setImage(2 | Rflags.VIP);
        assertEquals("13(0)", m.fault("sti"));
    }

    @Test
    void stacIsUndefinedForUserCode() {
        assertEquals("6", Machine.long64(3).fault("stac"));
        var m = Machine.long64(0);
        m.run("stac");
        assertEquals(2 | Rflags.AC, m.c.flags.image());
    }

    @Test
    void debugRegistersKeepTheirFixedBits() {
        var m = Machine.protected32(0);
        m.c.r[0] = 0xFFFF_FFFFL;
        m.run("mov dr6, rax");
        assertEquals(0xFFFF_EFFFL, m.c.dr[6]);
        m.run("mov dr7, rax");
        assertEquals(0xFFFF_27FFL, m.c.dr[7]);
    }

    @Test
    void upperHalvesOfDr6AndDr7MustBeZero() {
        var m = Machine.long64(0);
        m.c.r[0] = 1L << 32;
        assertEquals("13(0)", m.fault("mov dr7, rax"));
    }

    @Test
    void dr4IsDr6UnlessDebugExtensionsAreOn() {
        var m = Machine.protected32(0);
        m.run("mov rax, dr4");
        assertEquals(0xFFFF_0FF0L, m.c.r[0]);
        m.c.cr4 = 8;
        assertEquals("6", m.fault("mov rax, dr4"));
    }

    @Test
    void generalDetectionTrapsTheAccess() {
        var m = Machine.protected32(0);
        m.c.dr[7] |= 1 << 13;
        var e = assertThrows(GuestException.class, () -> m.run("mov rax, dr0"));
        assertEquals(1, e.vector);
        assertEquals(1 << 13, e.debug);
    }

    @Test
    void resetLeavesRealModeSixteenBytesBelowFourGigabytes() {
        var m = Machine.long64(3);
        Reset.reset(m.c);
        assertEquals(0x6000_0010L, m.c.cr0);
        assertEquals(0xFFF0, m.c.rip);
        assertEquals(0xFFFF_0000L, m.c.segments[Segment.CS].base);
        assertEquals(0x506B1, m.c.r[2]);
        assertEquals(2, m.c.flags.image());
        assertEquals(2, m.c.codeWidth);
    }

    @Test
    void randomNumbersDifferWithinARunAndRepeatInTheNext() {
        var m = Machine.long64(3);
        m.run("rdrand rax");
        long first = m.c.r[0];
        m.run("rdrand rax");
        assertNotEquals(first, m.c.r[0]);
        assertEquals(2 | Rflags.CF, m.c.flags.image());
        var again = Machine.long64(3);
        again.run("rdrand rax");
        assertEquals(first, again.c.r[0]);
    }

    @Test
    void segmentBaseInstructionsNeedTheirCr4Bit() {
        var m = Machine.long64(3);
        assertEquals("6", m.fault("rdfsbase rax"));
        m.c.cr4 = 1 << 16;
        m.c.r[0] = 0xFFFF_8000_0000_1000L;
        m.run("wrfsbase rax");
        assertEquals(0xFFFF_8000_0000_1000L, m.c.segments[Segment.FS].base);
        m.c.r[0] = 1L << 47;
        assertEquals("13(0)", m.fault("wrfsbase rax"));
    }

    @Test
    void haltStopsThePrivilegedOnly() {
        assertEquals("13(0)", Machine.protected32(3).fault("hlt"));
        var m = Machine.protected32(0);
        m.run("hlt");
        assertEquals(Registers.Activity.HLT, m.c.activity);
    }
}
