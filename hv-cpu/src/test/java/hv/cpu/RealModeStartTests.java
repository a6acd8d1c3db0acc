package hv.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.testing.Code;
import org.junit.jupiter.api.Test;

/** RESET, and real mode from firmware. */
class RealModeStartTests {
    private static final long RESET_VECTOR = 0xFFFF_FFF0L;
    private static final int REAL_MODE_CODE = 0x9B, REAL_MODE_DATA = 0x93;

    private final Ram ram = new Ram(2 << 20);

    private LogicalProcessor withFirmware(String text) {
        var code = Code.of(text, 16, 0xFFF0);
        return LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, new Firmware(code), new VirtualClock());
    }

    private final class Firmware implements Bus {
        private final byte[] code;

        Firmware(byte[] code) { this.code = code; }

        @Override public int in(int port, int bytes) { return 0; }
        @Override public void out(int port, int bytes, int value) {}
        @Override public void write(long physical, int bytes, long value) {}
        @Override public long read(long physical, int bytes) {
            int at = (int) (physical - RESET_VECTOR);
            return at >= 0 && at < code.length ? code[at] & 0xFF : 0xF4;
        }
    }

    @Test
    void theFirstInstructionIsFetched16BytesBelow4GBytes() {
        var cpu = withFirmware("mov ax, 0x1234; mov [0x600], ax; hlt");
        assertEquals(new SegmentState(0xF000, 0xFFFF_0000L, 0xFFFF, REAL_MODE_CODE), cpu.get(SegmentName.CS));
        assertEquals(0xFFF0, cpu.rip());
        assertEquals(2, cpu.rflags());
        assertEquals(0x6000_0010L, cpu.cr0());
        assertEquals(RunResult.HALTED, cpu.run());
        assertEquals(0x1234, ram.read(0x600, 2));
        assertEquals(0xFFF7, cpu.rip());
    }

    @Test
    void aFarJumpLeavesTheTopOfMemory() {
        ram.write(0x7C00, 4, 0xF4_1234_B8L);                               // mov ax, 1234H; hlt
        var cpu = withFirmware("jmp 0:0x7C00");
        assertEquals(RunResult.HALTED, cpu.run());
        assertEquals(new SegmentState(0, 0, 0xFFFF, REAL_MODE_CODE), cpu.get(SegmentName.CS));
        assertEquals(0x1234, cpu.get(Gpr.RAX));
    }

    @Test
    void resetPutsEverythingBack() {
        var cpu = withFirmware("hlt");
        cpu.set(SystemRegister.CR0, 0x8000_0031L);
        cpu.set(SystemRegister.CR4, 0x20);
        cpu.set(Gpr.RBX, 5);
        cpu.a20(false);
        cpu.reset();
        assertEquals(0x6000_0010L, cpu.cr0());
        assertEquals(0, cpu.cr4());
        assertEquals(0, cpu.get(Gpr.RBX));
        assertEquals(0x506B1, cpu.get(Gpr.RDX), "the processor's signature");
        assertEquals(0xFFF0, cpu.rip());
        assertEquals(RunResult.HALTED, cpu.run());
    }
}
