package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.ExitReason;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlRegisterTests {
    private static final String MOV_CR0 = "mov cr0, rax", MOV_CR3 = "mov cr3, rax", MOV_CR4 = "mov cr4, rax", READ_CR0 = "mov rax, cr0", READ_CR4 = "mov rax, cr4";
    private static final long PG = 1L << 31;

    private static Machine with(Machine m, long rax) {
        m.c.r[0] = rax;
        return m;
    }

    @ParameterizedTest
    @ValueSource(longs = {0x8000_0000L, 0x2000_0001L})
    void pagingWithoutProtectionAndNotWriteThroughWithCachesFault(long cr0) { assertEquals("13(0)", with(Machine.protected32(0), cr0).fault(MOV_CR0)); }

    @Test
    void reservedBitsOfCr0AreIgnoredAndEtIsOne() {
        var m = with(Machine.protected32(0), 0x0000_1F01L);
        m.run(MOV_CR0);
        assertEquals(0x11, m.c.cr0);
    }

    @Test
    void pagingWithLmeAndPaeActivatesLongMode() {
        var m = with(Machine.protected32(0), PG | 1);
        m.c.efer = 1 << 8;
        m.c.cr4 = 1 << 5;
        m.run(MOV_CR0);
        assertEquals(0x500, m.c.efer);
        assertFalse(m.c.long64, "still compatibility mode until CS.L");
    }

    @Test
    void longModeNeedsPae() {
        var m = with(Machine.protected32(0), PG | 1);
        m.c.efer = 1 << 8;
        assertEquals("13(0)", m.fault(MOV_CR0));
    }

    @Test
    void sixtyFourBitCodeCannotTurnPagingOff() {
        var m = with(Machine.long64(0), 1);
        m.c.cr0 |= PG;
        assertEquals("13(0)", m.fault(MOV_CR0));
    }

    @Test
    void bitsThatCpuidDoesNotOfferAreReservedInCr4() {
        assertEquals("13(0)", with(Machine.protected32(0), 1 << 12).fault(MOV_CR4));
        assertEquals("13(0)", with(Machine.protected32(0), 1 << 22).fault(MOV_CR4));
        with(Machine.protected32(0), 0x10).run(MOV_CR4);
    }

    @Test
    void pcideNeedsLongModeAndAnEmptyPcid() {
        assertEquals("13(0)", with(Machine.protected32(0), 1 << 17).fault(MOV_CR4));
        var m = with(Machine.long64(0), 1 << 17 | 1 << 5);
        m.c.cr3 = 1;
        assertEquals("13(0)", m.fault(MOV_CR4));
        m.c.cr3 = 0;
        m.run(MOV_CR4);
    }

    @Test
    void cr3HasThePhysicalAddressWidth() {
        assertEquals("13(0)", with(Machine.long64(0), 1L << 46).fault(MOV_CR3));
        with(Machine.long64(0), 1L << 45).run(MOV_CR3);
    }

    @Test
    void reservedBitsOfAPdpteFaultBeforeCr3Changes() {
        var m = with(Machine.protected32(0), 0x4000);
        m.c.cr4 = 1 << 5;
        m.c.cr0 |= PG;
        m.ram.write(0x4008, 8, 0x3);
        assertEquals("13(0)", m.fault(MOV_CR3));
        assertEquals(0, m.c.cr3);
        m.ram.write(0x4008, 8, 0x5001);
        m.run(MOV_CR3);
        assertEquals(0x5001, m.c.pdpte[1]);
    }

    @Test
    void userCodeCannotTouchControlRegisters() { assertEquals("13(0)", Machine.protected32(3).fault(READ_CR0)); }

    @Test
    void vmxOperationFixesBits() {
        var m = with(Machine.protected32(0), 0x21);
        m.c.vmx.vmxOn = true;
        m.c.cr4 = 0x2000;
        assertEquals("13(0)", m.fault(MOV_CR0));
        assertEquals("13(0)", with(m, 0).fault(MOV_CR4));
    }

    @Test
    void anUnrestrictedGuestMayLeaveProtectedMode() {
        var m = with(Machine.protected32(0).guest(), 0x20);
        assertEquals("13(0)", m.fault(MOV_CR0));
        m.c.vmx.secondary = SecondaryControls.UNRESTRICTED_GUEST;
        m.run(MOV_CR0);
        assertFalse(m.c.protectedMode());
    }

    @Test
    void maskedBitsReadFromTheShadowAndKeepTheirValue() {
        var m = with(Machine.protected32(0).guest(), 0x2050);
        m.c.vmx.cr4Mask = 0x2000;
        m.c.vmx.cr4Shadow = 0x2000;
        m.run(MOV_CR4);
        assertEquals(0x2050, m.c.cr4);
        m.c.vmx.cr4Shadow = 0;
        m.run(READ_CR4);
        assertEquals(0x50, m.c.r[0]);
        m.run(MOV_CR4);
        assertEquals(0x2050, m.c.cr4);
    }

    @Test
    void movToCr0ExitsOnAMaskedDifference() {
        var m = with(Machine.protected32(0).guest(), 0);
        m.c.r[3] = 0x29;
        m.c.vmx.cr0Mask = 8;
        var exit = m.exit("mov cr0, rbx");
        assertEquals(ExitReason.CONTROL_REGISTER_ACCESS, exit.reason);
        assertEquals(3 << 8, exit.qualification);
        assertEquals(3, exit.instructionLength);
    }

    @Test
    void cr3TargetsDoNotExit() {
        var m = with(Machine.protected32(0).guest(), 0x4000);
        m.c.vmx.primary = PrimaryControls.CR3_LOAD_EXITING;
        assertEquals(3, m.exit(MOV_CR3).qualification);
        m.c.vmx.cr3Targets[0] = 0x4000;
        m.c.vmx.cr3TargetCount = 1;
        m.run(MOV_CR3);
        assertEquals(0x4000, m.c.cr3);
    }

    @Test
    void lmswSetsButNeverClearsProtection() {
        var m = with(Machine.protected32(0), 0xE);
        m.run("lmsw ax");
        assertEquals(0x3F, m.c.cr0 | 0x10);
        assertTrue(m.c.protectedMode());
    }

    @Test
    void lmswFromMemoryReportsDataAndAddress() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.cr0Mask = 2;
        m.ram.write(0x4000, 2, 0xABC2);
        var exit = m.exit("lmsw [0x4000]");
        assertEquals(0xABC2_0070L, exit.qualification);
        assertEquals(0x4000, exit.linear);
    }

    @Test
    void cltsIsSilentWhereMaskHidesAClearFlag() {
        var m = Machine.protected32(0).guest();
        m.c.cr0 |= 8;
        m.c.vmx.cr0Mask = 8;
        m.run("clts");
        assertEquals(8, m.c.cr0 & 8);
        m.c.vmx.cr0Shadow = 8;
        assertEquals(0x20, m.exit("clts").qualification);
        m.c.vmx.cr0Mask = 0;
        m.run("clts");
        assertEquals(0, m.c.cr0 & 8);
    }
}
