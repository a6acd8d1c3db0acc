package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Rflags;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Delivery through the IDT when all goes well, and the checks of INT n. */
class GateTests {
    private static final int PAGE_FAULT = 14;

    @Test
    void anInterruptGateOfTheSameLevelPushesFlagsCsAndEip() {
        var m = Machine.protected32(0);
        m.handler(0x40, 0x8E);
        m.c.flags.setImage(0x202 | Rflags.TF | Rflags.NT);
        m.run("int 0x40");
        assertEquals(Machine.HANDLER + 0x40, m.c.rip);
        assertEquals(Machine.KERNEL_STACK - 12, m.c.r[4]);
        assertEquals(Machine.CODE + 2, m.stack(0, 4));
        assertEquals(Machine.KERNEL_CODE, m.stack(1, 4));
        assertEquals(0x202 | Rflags.TF | Rflags.NT, m.stack(2, 4));
        assertEquals(2, m.c.flags.image());
    }

    @Test
    void aTrapGateLeavesInterruptsEnabled() {
        var m = Machine.protected32(0);
        m.handler(0x40, 0x8F);
        m.c.flags.setImage(0x202);
        m.run("int 0x40");
        assertTrue(m.c.flags.has(Rflags.IF));
    }

    @Test
    void aSixteenBitGatePushesWords() {
        var m = Machine.protected32(0);
        m.handler(0x40, 0x86);
        m.run("int 0x40");
        assertEquals(Machine.KERNEL_STACK - 6, m.c.r[4]);
        assertEquals(Machine.CODE + 2, m.stack(0, 2));
    }

    @Test
    void anInnerLevelSwitchesToTheStackOfTheTss() {
        var m = Machine.protected32(3);
        m.handler(0x40, 0xEE);
        m.run("int 0x40");
        assertEquals(0, m.c.cpl);
        assertEquals(Machine.KERNEL_STACK - 20, m.c.r[4]);
        assertEquals(Machine.KERNEL_DATA, m.c.segments[Segment.SS].selector);
        assertEquals(Machine.USER_CODE, m.stack(1, 4));
        assertEquals(Machine.USER_STACK, m.stack(3, 4));
        assertEquals(Machine.USER_DATA, m.stack(4, 4));
    }

    @Test
    void aFaultPushesItsErrorCodeAndResumeFlag() {
        var m = Machine.protected32(0);
        m.handler(PAGE_FAULT, 0x8E);
        m.c.fault(PAGE_FAULT, 2).linear = 0xDEAD_B000L;
        Delivery.exception(m.c, m.c.fault(PAGE_FAULT, 2));
        assertEquals(2, m.stack(0, 4));
        assertEquals(Machine.CODE, m.stack(1, 4));
        assertEquals(2 | Rflags.RF, m.stack(3, 4));
        assertEquals(0xDEAD_B000L, m.c.cr2);
    }

    @Test
    void userCodeMayNotCallAKernelGate() {
        var m = Machine.protected32(3);
        m.handler(0x40, 0x8E);
        m.handler(13, 0x8E);
        m.run("int 0x40");
        assertEquals(Machine.HANDLER + 13, m.c.rip);
        assertEquals(0x40 << 3 | 2, m.stack(0, 4), "error code names the gate; EXT is 0 for INT n");
        assertEquals(Machine.CODE, m.stack(1, 4));
    }

    @Test
    void hardwareExceptionsIgnoreTheGatesPrivilege() {
        var m = Machine.protected32(3);
        m.handler(6, 0x8E);
        m.raise(6, -1);
        assertEquals(Machine.HANDLER + 6, m.c.rip);
    }

    @Test
    void aMissingGateDuringAnExternalInterruptSetsExt() {
        var m = Machine.protected32(0);
        m.handler(11, 0x8E);
        m.handler(0x50, 0x0E);
        Delivery.externalInterrupt(m.c, 0x50);
        assertEquals(Machine.HANDLER + 11, m.c.rip);
        assertEquals(0x50 << 3 | 3, m.stack(0, 4));
    }

    @Test
    void debugTrapsUpdateDr6AndEndGeneralDetection() {
        var m = Machine.protected32(0);
        m.handler(1, 0x8E);
        m.c.dr[7] |= 1 << 13;
        Delivery.debugTrap(m.c, 1 << 14);
        assertEquals(0xFFFF4FF0L, m.c.dr[6]);
        assertEquals(0x400, m.c.dr[7]);
        assertEquals(2, m.stack(2, 4), "no resume flag for a trap");
    }

    @Test
    void nmiBlocksFurtherOnes() {
        var m = Machine.protected32(0);
        m.handler(2, 0x8E);
        Delivery.nmi(m.c);
        assertEquals(8, m.c.interruptibility);
    }

    @Test
    void deliveryEndsTheShadowOfStiAndTheHaltState() {
        var m = Machine.protected32(0);
        m.handler(0x20, 0x8E);
        m.run("hlt");
        m.c.interruptibility = 1;
        Delivery.externalInterrupt(m.c, 0x20);
        assertEquals(0, m.c.interruptibility);
        assertEquals(Registers.Activity.ACTIVE, m.c.activity);
    }

    @Test
    void realModeUsesTheVectorTable() {
        var m = Machine.real();
        m.ram.write(0x40 * 4, 4, 0x0700_0010L);
        m.c.flags.setImage(0x302);
        m.run("int 0x40");
        assertEquals(0x10, m.c.rip);
        assertEquals(0x7000, m.c.segments[Segment.CS].base);
        assertEquals(Machine.CODE + 2, m.stack(0, 2));
        assertEquals(0x302, m.stack(2, 2));
        assertEquals(2, m.c.flags.image());
    }

    @Test
    void virtual8086ProgramsNeedIopl3ForInt() {
        var m = Machine.protected32(3);
        m.c.flags.setImage(2 | Rflags.VM);
        m.c.modeChanged();
        var e = Assertions.assertThrows(GuestException.class, () -> m.run("int 0x40"));
        assertEquals(13, e.vector);
    }

    @Test
    void leavingVirtual8086ModePushesAndClearsTheDataSegments() {
        var m = Machine.protected32(3);
        m.handler(0x40, 0xEE);
        for (int i = Segment.ES; i <= Segment.GS; i++) SegmentLoads.loadVirtual8086(m.c.segments[i], 0x100 + i);
        m.c.flags.setImage(2 | Rflags.VM | Rflags.IOPL);
        m.c.modeChanged();
        m.run("int 0x40");
        assertEquals(Machine.KERNEL_STACK - 36, m.c.r[4]);
        assertEquals(0x100 + Segment.GS, m.stack(8, 4));
        assertEquals(0x100 + Segment.ES, m.stack(5, 4));
        assertEquals(0x100 + Segment.SS, m.stack(4, 4));
        assertTrue(m.c.segments[Segment.DS].unusable());
        assertEquals(0, m.c.cpl);
    }

    @Test
    void sixtyFourBitDeliveryAlignsTheStackAndAlwaysPushesIt() {
        var m = Machine.long64(0);
        m.handler(0x40, 0x8E);
        m.c.r[4] = Machine.KERNEL_STACK - 3;
        m.run("int 0x40");
        assertEquals(Machine.KERNEL_STACK - 16 - 40, m.c.r[4]);
        assertEquals(Machine.KERNEL_STACK - 3, m.stack(3, 8));
        assertEquals(Machine.KERNEL_DATA, m.stack(4, 8));
        assertEquals(Machine.KERNEL_DATA, m.c.segments[Segment.SS].selector);
    }

    @Test
    void sixtyFourBitDeliveryToAnInnerLevelNullsSs() {
        var m = Machine.long64(3);
        m.handler(0x40, 0xEE);
        m.run("int 0x40");
        assertEquals(0, m.c.segments[Segment.SS].selector);
        assertTrue(m.c.segments[Segment.SS].unusable());
        assertEquals(Machine.KERNEL_STACK - 40, m.c.r[4]);
        assertEquals(Machine.USER_STACK, m.stack(3, 8));
    }

    @Test
    void theInterruptStackTableOverridesTheStack() {
        var m = Machine.long64(0);
        m.gateAt(8, m.gate(Machine.KERNEL_CODE, Machine.HANDLER, 0x8E) | 1L << 32);
        m.raise(8, 0);
        assertEquals(Machine.IST1 - 48, m.c.r[4]);
    }

    @Test
    void ia32eModeWantsSixtyFourBitHandlers() {
        var m = Machine.long64(0);
        m.handler(13, 0x8E);
        m.gateAt(0x40, m.gate(Machine.USER_CODE_32 & ~3, Machine.HANDLER, 0x8E));
        m.run("int 0x40");
        assertEquals(Machine.USER_CODE_32 & ~3, m.stack(0, 8));
    }
}
