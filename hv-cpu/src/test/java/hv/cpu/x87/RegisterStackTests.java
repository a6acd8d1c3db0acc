package hv.cpu.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.CpuidResult;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.state.Segment;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

/** The stack, its faults, and the pointers. */
class RegisterStackTests {
    private static final String ONE = "3fff:8000000000000000", INDEFINITE = "ffff:c000000000000000";

    @Test void overflowPushesTheIndefiniteAndSetsC1() {
        try (var b = new X87Bench(64)) {
            for (int i = 0; i < 8; i++) b.run("fld1");
            assertEquals(0, b.x.statusWord());
            b.run("fld1");
            assertEquals(0x3A41, b.x.statusWord());
            assertEquals(INDEFINITE, b.st(0));
            assertEquals(ONE, b.st(1));
        }
    }

    @Test void underflowGivesTheIndefiniteAndClearsC1() {
        try (var b = new X87Bench(64)) {
            b.x.status = 0x200;
            b.run("fchs");
            assertEquals(0x41, b.x.statusWord());
            assertEquals(INDEFINITE, b.st(0));
        }
    }

    @Test void unmaskedStackFaultsLeaveTheStackAlone() {
        try (var b = new X87Bench(64)) {
            b.x.control(0x37E);
            b.run("fchs");
            assertEquals(0x80C1, b.x.statusWord());
            assertEquals("empty", b.st(0));
        }
    }

    @Test void storesOfAnEmptyRegisterGiveTheIndefiniteOfTheFormat() {
        try (var b = new X87Bench(64)) {
            b.run("fst dword [rbx]");
            b.run("fstp qword [rbx+8]");
            b.run("fistp word [rbx+0x10]");
            b.run("fbstp [rbx+0x18]");
            assertEquals(0xFFC0_0000L, b.read(0, 4));
            assertEquals(0xFFF8_0000_0000_0000L, b.read(8, 8));
            assertEquals(0x8000, b.read(16, 2));
            assertEquals(0xC000_0000_0000_0000L, b.read(24, 8));
            assertEquals(0xFFFF, b.read(32, 2));
        }
    }

    @Test void exchangeOfEmptyRegistersExchangesTheIndefinite() {
        try (var b = new X87Bench(64)) {
            b.run("fld1");
            b.run("fxch st(1)");
            assertEquals(INDEFINITE, b.st(0));
            assertEquals(ONE, b.st(1));
        }
    }

    @Test void aMemoryFaultLeavesTheFpuAsItWas() {
        try (var b = new X87Bench(32)) {
            b.c.segments[Segment.DS].limit = X87Bench.MEMORY + 4;
            b.c.modeChanged();
            b.run("fld1");
            int status = b.x.statusWord();
            assertEquals(13, b.fault("fld qword [ebx]"));
            assertEquals(13, b.fault("fstp qword [ebx]"));
            assertEquals(status, b.x.statusWord());
            assertEquals(ONE, b.st(0));
        }
    }

    @Test void pointersTellOfTheLastInstructionAndOfTheOperandOfAnExceptionOnly() {
        try (var b = new X87Bench(64)) {
            b.run("fld qword [rbx+8]");
            assertEquals(X87Bench.CODE, b.x.fip);
            assertEquals(0, b.x.fdp);
            assertEquals(0, b.x.fop);
            b.x.control(0x37E);
            b.write(8, 4, 0x7F80_0001);
            b.run("fld dword [rbx+8]");
            assertEquals(X87Bench.MEMORY + 8, b.x.fdp);
            assertEquals(0x143, b.x.fop);
        }
    }

    /** An older processor: CPUID.(7,0):EBX has neither bit 6 nor 13. */
    private static ProcessorProfile older() {
        var reference = ProcessorProfiles.load(ProcessorProfiles.REFERENCE);
        var leaves = new HashMap<>(reference.cpuid());
        leaves.put(new ProcessorProfile.Leaf(7, 0), new CpuidResult(0, 0, 0, 0));
        return new ProcessorProfile("older", "older", leaves, reference.msrs(), 0);
    }

    @Test void olderProcessorsTellOfEveryOperandAndOfSelectors() {
        try (var b = new X87Bench(32, older())) {
            b.run("fld qword [rbx+8]");
            assertEquals(X87Bench.MEMORY + 8, b.x.fdp);
            b.run("fnstenv [ebx+0x20]");
            assertEquals(0x10, b.read(0x20 + 16, 2));
            assertEquals(0x10, b.read(0x20 + 24, 2));
        }
    }

    @Test void controlInstructionsChangeNoPointer() {
        try (var b = new X87Bench(64)) {
            b.x.fip = 42;
            for (var instruction : new String[] {"fnclex", "fnstcw [rbx]", "fldcw [rbx]", "fnstsw ax", "fwait"}) b.run(instruction);
            assertEquals(42, b.x.fip);
            b.run("fnop");
            assertEquals(X87Bench.CODE, b.x.fip);
        }
    }
}
