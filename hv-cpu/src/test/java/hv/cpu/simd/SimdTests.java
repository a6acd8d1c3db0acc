package hv.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr4;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Mnemonic;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.testing.Code;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A processor in 64-bit mode without paging that executes single MMX and SSE instructions. */
abstract class SimdTests {
    static final int UNDEFINED_OPCODE = 6, NOT_AVAILABLE = 7, GENERAL_PROTECTION = 13, FLOATING_POINT = 16, SIMD_EXCEPTION = 19;
    static final long DATA = 0x1000;
    private static final Map<Mnemonic, Operation> OPERATIONS = SimdOperations.table();

    final Ram ram = new Ram(1 << 20);
    final Cpu c = new Cpu(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());

    SimdTests() {
        c.cr0 = 0x21;
        c.cr4 = Cr4.OSFXSR | Cr4.OSXMMEXCPT;
        c.efer = 0x500;
        c.segments[Segment.CS].load(0x33, 0, -1, 0x9B | AccessRights.L | AccessRights.G);
        c.modeChanged();
        c.r[0] = DATA;
    }

    @AfterEach
    void closeRam() { ram.close(); }

    /** Runs one instruction; RAX is {@link #DATA} at first. */
    void run(String text) {
        byte[] bytes = Code.of(text, 64, 0);
        var op = new Decoder().decode(i -> bytes[i], 0, 64);
        OPERATIONS.get(op.mnemonic).run(c, op, op.width, op.dk, op.sk);
    }

    void assertFaults(int vector, String text) { assertEquals(vector, assertThrows(GuestException.class, () -> run(text), text).vector, text); }

    void xmm(int register, long low, long high) { Sse.set(c, register, low, high); }

    void doubles(int register, double low, double high) { xmm(register, Double.doubleToRawLongBits(low), Double.doubleToRawLongBits(high)); }

    long low(int register) { return c.vector.xmm[2 * register]; }
    long high(int register) { return c.vector.xmm[2 * register + 1]; }
}
