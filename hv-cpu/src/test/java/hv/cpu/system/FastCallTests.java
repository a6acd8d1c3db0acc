package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Rflags;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.Test;

class FastCallTests {
    private static final String SYSCALL = "syscall", SYSRET = "sysret", SYSRETQ = "sysretq", SYSENTER = "sysenter", SYSEXIT = "sysexit";

    private static Machine with(Machine m) {
        m.c.star = 0x001B_0008_0000_0000L;
        m.c.lstar = 0xFFFF_8000_0000_1000L;
        m.c.fmask = Rflags.IF | Rflags.TF;
        m.c.sysenterCs = 8;
        m.c.sysenterEsp = 0x7700;
        m.c.sysenterEip = 0x6600;
        return m;
    }

    @Test
    void syscallSavesRipAndFlagsAndMasksThem() {
        var m = with(Machine.long64(3));
        m.c.flags.setImage(0x202 | Rflags.DF | Rflags.RF);
        m.run(SYSCALL);
        assertEquals(Machine.CODE + 2, m.c.r[1]);
        assertEquals(0x202 | Rflags.DF, m.c.r[11]);
        assertEquals(2 | Rflags.DF, m.c.flags.image());
        assertEquals(0xFFFF_8000_0000_1000L, m.c.rip);
        assertEquals(8, m.c.segments[Segment.CS].selector);
        assertEquals(0x10, m.c.segments[Segment.SS].selector);
        assertEquals(0xA09B, m.c.segments[Segment.CS].rights);
        assertEquals(0xC093, m.c.segments[Segment.SS].rights);
        assertEquals(0, m.c.cpl);
    }

    @Test
    void syscallIsUndefinedUntilEnabled() {
        var m = with(Machine.long64(3));
        m.c.efer &= ~1L;
        assertEquals("6", m.fault(SYSCALL));
    }

    @Test
    void sysretGoesToSixtyFourBitCodeWithRexW() {
        var m = with(Machine.long64(0));
        m.c.r[1] = 0x7000;
        m.c.r[11] = 0x202 | Rflags.RF;
        m.run(SYSRETQ);
        assertEquals(0x1B + 16, m.c.segments[Segment.CS].selector);
        assertEquals(0x1B + 8, m.c.segments[Segment.SS].selector);
        assertEquals(0x202, m.c.flags.image());
        assertTrue(m.c.long64);
        assertEquals(3, m.c.cpl);
    }

    @Test
    void sysretGoesToCompatibilityModeWithout() {
        var m = with(Machine.long64(0));
        m.c.r[1] = 0x1_0000_7000L;
        m.run(SYSRET);
        assertFalse(m.c.long64);
        assertEquals(0x7000, m.c.rip);
        assertEquals(0x1B, m.c.segments[Segment.CS].selector);
    }

    @Test
    void sysretToANonCanonicalAddressFaultsAtLevelZero() {
        var m = with(Machine.long64(0));
        m.c.r[1] = 1L << 47;
        assertEquals("13(0)", m.fault(SYSRETQ));
        assertEquals(0, m.c.cpl);
    }

    @Test
    void sysenterAndSysexitAreEachOthersMirror() {
        var m = with(Machine.protected32(3));
        m.c.flags.setImage(0x202);
        m.run(SYSENTER);
        assertEquals(0x6600, m.c.rip);
        assertEquals(0x7700, m.c.r[4]);
        assertEquals(2, m.c.flags.image());
        assertEquals(0, m.c.cpl);
        m.c.r[1] = 0x9900;
        m.c.r[2] = 0x5500;
        m.run(SYSEXIT);
        assertEquals(0x5500, m.c.rip);
        assertEquals(0x9900, m.c.r[4]);
        assertEquals(8 + 16 | 3, m.c.segments[Segment.CS].selector);
        assertEquals(8 + 24 | 3, m.c.segments[Segment.SS].selector);
    }

    @Test
    void sysenterWithANullSelectorFaults() { assertEquals("13(0)", Machine.protected32(3).fault(SYSENTER)); }
}
