package hv.cpu.semantics;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RBP;
import static hv.cpu.state.Registers.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.AccessRights;
import hv.api.x86.Rflags;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentationTests {
    private static final int GENERAL_PROTECTION = 13, STACK_FAULT = 12, ALIGNMENT_CHECK = 17;
    private static final int READ_WRITE = 0x93, READ_ONLY = 0x91, EXPAND_DOWN = 0x97, EXECUTE_ONLY = 0x99, EXECUTE_READ = 0x9B;
    private static final String LOAD = "mov eax, [ebx]", STORE = "mov [ebx], eax", LOAD_BYTE = "mov al, [ebx]", LOAD_FROM_STACK = "mov eax, [ebp]";

    private final Bench bench = new Bench(32);
    private final Cpu c = bench.c;

    @AfterEach
    void close() { bench.close(); }

    private void segment(int index, long base, int limit, int rights) {
        c.segments[index].load(0x23, base, limit, rights);
        c.modeChanged();
    }

    @Test
    void theBaseIsAddedModulo32Bits() {
        bench.write(0x1000, 4, 0x1234_5678);
        segment(Segment.DS, 0xFFFF_F000L, -1, READ_WRITE);
        c.r[RBX] = 0x2000;
        bench.run(LOAD);
        assertEquals(0x1234_5678, c.r[RAX]);
    }

    @Test
    void theLastByteOfAnAccessMustLieWithinTheLimit() {
        segment(Segment.DS, 0, 0xFFF, READ_WRITE);
        c.r[RBX] = 0xFFC;
        bench.run(LOAD);
        c.r[RBX] = 0xFFD;
        assertEquals(GENERAL_PROTECTION, bench.fault(LOAD));
        c.r[RBX] = 0xFFF;
        bench.run(LOAD_BYTE);
    }

    @Test
    void anExpandDownSegmentIsWhatLiesAboveItsLimit() {
        segment(Segment.DS, 0, 0xFFF, EXPAND_DOWN | AccessRights.DB);
        c.r[RBX] = 0xFFF;
        assertEquals(GENERAL_PROTECTION, bench.fault(LOAD));
        c.r[RBX] = 0x1000;
        bench.run(LOAD);
    }

    @Test
    void anExpandDownSegmentOf16BitsEndsAtFfff() {
        segment(Segment.DS, 0, 0xFFF, EXPAND_DOWN);
        c.r[RBX] = 0xFFFC;
        bench.run(LOAD);
        c.r[RBX] = 0xFFFD;
        assertEquals(GENERAL_PROTECTION, bench.fault(LOAD));
    }

    @Test
    void aReadOnlySegmentIsNotWritten() {
        segment(Segment.DS, 0, -1, READ_ONLY);
        c.r[RBX] = 0x1000;
        bench.run(LOAD);
        assertEquals(GENERAL_PROTECTION, bench.fault(STORE));
    }

    @Test
    void codeIsReadOnlyIfReadableAndNeverWritten() {
        c.r[RBX] = 0x1000;
        segment(Segment.DS, 0, -1, EXECUTE_READ);
        bench.run(LOAD);
        assertEquals(GENERAL_PROTECTION, bench.fault(STORE));
        segment(Segment.DS, 0, -1, EXECUTE_ONLY);
        assertEquals(GENERAL_PROTECTION, bench.fault(LOAD));
    }

    @Test
    void aNullSegmentIsNotUsed() {
        segment(Segment.DS, 0, -1, READ_WRITE | AccessRights.UNUSABLE);
        c.r[RBX] = 0x1000;
        assertEquals(GENERAL_PROTECTION, bench.fault(LOAD));
    }

    @Test
    void violationsOfTheStackSegmentAreStackFaults() {
        segment(Segment.SS, 0, 0xFFF, READ_WRITE | AccessRights.DB);
        c.r[RBP] = 0x1000;
        assertEquals(STACK_FAULT, bench.fault(LOAD_FROM_STACK));
    }

    @Test
    void realModeChecksTheLimitAlone() {
        segment(Segment.DS, 0, 0xFFFF, READ_ONLY);
        c.cr0 = 0;
        c.modeChanged();
        c.r[RBX] = 0x1000;
        bench.run(STORE);
        c.r[RBX] = 0xFFFE;
        assertEquals(GENERAL_PROTECTION, bench.fault(STORE));
    }

    @Test
    void alignmentIsCheckedAtCpl3WithAmAndAc() {
        c.r[RBX] = 0x1001;
        c.cr0 |= 1 << 18;
        c.flags.setImage(Rflags.AC);
        c.modeChanged();
        assertEquals(ALIGNMENT_CHECK, bench.fault(LOAD));
        bench.run(LOAD_BYTE);
        c.cpl = 0;
        c.modeChanged();
        bench.run(LOAD);
    }

    @Test
    void in64BitCodeOnlyFsAndGsHaveABase() {
        try (var bench64 = new Bench(64)) {
            bench64.write(0x1000, 8, 1);
            bench64.write(0x3000, 8, 2);
            for (var segment : bench64.c.segments) segment.base = 0x2000;
            bench64.c.r[RBX] = 0x1000;
            bench64.run("mov rax, [rbx]");
            assertEquals(1, bench64.c.r[RAX]);
            bench64.run("mov rax, [fs:rbx]");
            assertEquals(2, bench64.c.r[RAX]);
        }
    }

    @Test
    void nonCanonicalAddressesFaultInTheirSegment() {
        try (var bench64 = new Bench(64)) {
            bench64.c.r[RBX] = bench64.c.r[RBP] = 0x8000_0000_0000L;
            assertEquals(GENERAL_PROTECTION, bench64.fault("mov rax, [rbx]"));
            assertEquals(STACK_FAULT, bench64.fault("mov rax, [rbp]"));
        }
    }
}
