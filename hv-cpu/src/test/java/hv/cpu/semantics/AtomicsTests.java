package hv.cpu.semantics;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Rflags;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicsTests {
    private static final int GENERAL_PROTECTION = 13, READ_ONLY = 0x91;

    private final Bench bench = new Bench(32);
    private final Cpu c = bench.c;

    @AfterEach
    void close() { bench.close(); }

    private void readOnlyData() {
        c.segments[Segment.DS].load(0x23, 0, -1, READ_ONLY);
        c.modeChanged();
        c.r[RBX] = 0x1000;
    }

    /** CMPXCHG and CMPXCHG8B with an accumulator that differs. */
    @ParameterizedTest
    @ValueSource(strings = {"lock cmpxchg [ebx], ecx", "lock cmpxchg8b [ebx]"})
    void aFailedExchangeStillWritesTheDestination(String exchange) {
        readOnlyData();
        c.r[RAX] = 1;
        assertEquals(GENERAL_PROTECTION, bench.fault(exchange));
        assertEquals(1, c.r[RAX]);
    }

    /** ADD, ADC, INC, NEG, SHL, RCL, BTS, XADD, CMPXCHG. */
    @ParameterizedTest
    @ValueSource(strings = {"add [ebx], eax", "adc [ebx], eax", "inc dword [ebx]", "neg dword [ebx]", "shl dword [ebx], 1", "rcl dword [ebx], 1",
            "bts [ebx], eax", "xadd [ebx], eax", "cmpxchg [ebx], eax"})
    void aReadModifyWriteThatFaultsLeavesTheFlagsAlone(String instruction) {
        readOnlyData();
        int flags = Rflags.STATUS | 2;
        c.flags.setImage(flags);
        assertEquals(GENERAL_PROTECTION, bench.fault(instruction));
        assertEquals(flags, c.flags.image());
    }
}
