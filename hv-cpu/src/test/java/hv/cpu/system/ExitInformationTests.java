package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.ExitReason;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import org.junit.jupiter.api.Test;

/** Qualification, instruction information and addresses of exits, by hand from the manual's layouts. */
class ExitInformationTests {
    private static final int NO_INDEX = 1 << 22, NO_BASE = 1 << 27, ADDRESS_64 = 2 << 7, ADDRESS_32 = 1 << 7, DS = 3 << 15;

    private static Machine guest64(int primary, int secondary) {
        var m = Machine.long64(0).guest();
        m.c.vmx.primary = primary;
        m.c.vmx.secondary = secondary;
        return m;
    }

    @Test
    void ioReportsSizeDirectionAndPort() {
        var m = guest64(PrimaryControls.UNCONDITIONAL_IO_EXITING, 0);
        m.c.r[2] = 0x3F8;
        assertEquals(0x3F8_0008L, m.exit("in al, dx").qualification);
        assertEquals(0x3F8_0003L, m.exit("out dx, eax").qualification);
        assertEquals(0x0080_0040L, m.exit("out 0x80, al").qualification);
        assertEquals(0x0060_0048L, m.exit("in al, 0x60").qualification);
    }

    @Test
    void stringIoReportsAddressAndSegment() {
        var m = guest64(PrimaryControls.UNCONDITIONAL_IO_EXITING, 0);
        m.c.r[2] = 0x10;
        m.c.r[1] = 1;
        m.c.r[6] = 0x4321;
        m.c.segments[4].base = 0x1000;
        var exit = m.exit("fs rep outsb");
        assertEquals(0x10_0030L, exit.qualification);
        assertEquals(ADDRESS_64 | 4 << 15, exit.instructionInformation);
        assertEquals(0x5321, exit.linear);
    }

    @Test
    void aRepeatedStringInstructionWithCountZeroAccessesNoPort() {
        var m = guest64(PrimaryControls.UNCONDITIONAL_IO_EXITING, 0);
        m.run("rep outsb");
    }

    @Test
    void ioBitmapsDecideByEachPortByte() {
        var m = guest64(PrimaryControls.USE_IO_BITMAPS | PrimaryControls.UNCONDITIONAL_IO_EXITING, 0);
        m.c.vmx.ioBitmapA = 0xB000;
        m.c.vmx.ioBitmapB = 0xC000;
        m.c.r[2] = 0x7FFD;
        m.run("in eax, dx");
        m.ram.write(0xC000, 1, 1);
        m.c.r[2] = 0x7FFD;
        assertEquals(0x7FFD_000BL, m.exit("in eax, dx").qualification);
        m.c.r[2] = 0xFFFF;
        m.run("in al, dx");
        assertEquals(0xFFFF_0001L, m.exit("out dx, ax").qualification, "wraps to port 0");
    }

    @Test
    void msrBitmapsCoverTwoRanges() {
        var m = guest64(PrimaryControls.USE_MSR_BITMAPS, 0);
        m.c.vmx.msrBitmaps = 0xB000;
        m.c.r[1] = 0xC000_0082L;
        m.run("rdmsr");
        m.ram.write(0xB400 + 0x10, 1, 4);
        assertEquals(ExitReason.RDMSR, m.exit("rdmsr").reason);
        m.run("wrmsr");
        m.ram.write(0xBC00 + 0x10, 1, 4);
        assertEquals(ExitReason.WRMSR, m.exit("wrmsr").reason);
        m.c.r[1] = 0x2000;
        assertEquals(ExitReason.RDMSR, m.exit("rdmsr").reason);
    }

    @Test
    void descriptorTableExitsDescribeTheMemoryOperand() {
        var m = guest64(0, SecondaryControls.DESCRIPTOR_TABLE_EXITING);
        var exit = m.exit("lgdt [rbx+rcx*8+0x10]");
        assertEquals(0x10, exit.qualification);
        assertEquals(3 | ADDRESS_64 | DS | 1 << 18 | 3 << 23 | 2 << 28, exit.instructionInformation);
        exit = m.exit("lidt [rip+0x44]");
        assertEquals(Machine.CODE + 7 + 0x44, exit.qualification);
        assertEquals(ADDRESS_64 | DS | NO_INDEX | NO_BASE | 3 << 28, exit.instructionInformation);
    }

    @Test
    void outsideSixtyFourBitModeTheOperandSizeIsReported() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.secondary = SecondaryControls.DESCRIPTOR_TABLE_EXITING;
        assertEquals(ADDRESS_32 | DS | NO_INDEX | NO_BASE | 1 << 11 | 2 << 28, m.exit("lgdt [0x4000]").instructionInformation);
    }

    @Test
    void selectorExitsDescribeARegister() {
        assertEquals(1 << 10 | 3 << 3 | 3 << 28, guest64(0, SecondaryControls.DESCRIPTOR_TABLE_EXITING).exit("ltr bx").instructionInformation);
    }

    @Test
    void randomNumbersReportRegisterAndSize() {
        var m = guest64(0, SecondaryControls.RDRAND_EXITING | SecondaryControls.RDSEED_EXITING);
        assertEquals(9 << 3 | 1 << 11, m.exit("rdrand r9d").instructionInformation);
        assertEquals(1 << 3 | 2 << 11, m.exit("rdseed rcx").instructionInformation);
    }

    @Test
    void invpcidReportsItsTypeRegister() {
        var m = guest64(PrimaryControls.INVLPG_EXITING, SecondaryControls.ENABLE_INVPCID);
        assertEquals(ADDRESS_64 | DS | NO_INDEX | 6 << 23 | 1 << 28, m.exit("invpcid rcx, [rsi]").instructionInformation);
    }

    @Test
    void movDrReportsTheEncodedNumberDirectionAndRegister() {
        var m = guest64(PrimaryControls.MOV_DR_EXITING, 0);
        assertEquals(5 | 3 << 8, m.exit("mov dr5, rbx").qualification);
        assertEquals(7 | 1 << 4 | 9 << 8, m.exit("mov r9, dr7").qualification);
    }

    @Test
    void invlpgReportsTheLinearAddress() {
        var m = guest64(PrimaryControls.INVLPG_EXITING, 0);
        m.c.r[0] = 0x7654_3000L;
        assertEquals(0x7654_3000L, m.exit("invlpg [rax]").qualification);
    }

    @Test
    void mwaitTellsWhetherTheMonitorIsArmed() {
        var m = guest64(PrimaryControls.MWAIT_EXITING, 0);
        assertEquals(0, m.exit("mwait").qualification);
        m.c.r[0] = 0x4000;
        m.run("monitor");
        assertEquals(1, m.exit("mwait").qualification);
    }

    @Test
    void softwareExceptionsExitWithTheirOwnTypesAndLength() {
        var m = Machine.protected32(0).guest();
        m.c.vmx.exceptionBitmap = 1 << 1 | 1 << 3;
        var exit = m.exit("int3");
        assertEquals(1 << 31 | 6 << 8 | 3, exit.interruptionInformation);
        assertEquals(1, exit.instructionLength);
        assertEquals(1 << 31 | 5 << 8 | 1, m.exit("int1").interruptionInformation);
    }

    @Test
    void tscOffsettingShowsInRdtscAndInTheMsr() {
        var m = guest64(PrimaryControls.USE_TSC_OFFSETTING | PrimaryControls.USE_MSR_BITMAPS, 0);
        m.c.vmx.msrBitmaps = 0xB000;
        m.c.vmx.tscOffset = 1000;
        m.clock.advance(5);
        m.run("rdtsc");
        assertEquals(1005, m.c.r[0]);
        m.c.r[1] = 0x10;
        m.run("rdmsr");
        assertEquals(1005, m.c.r[0]);
    }
}
