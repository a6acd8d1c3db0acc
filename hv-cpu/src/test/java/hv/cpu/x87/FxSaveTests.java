package hv.cpu.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.Registers;
import org.junit.jupiter.api.Test;

/** FXSAVE and FXRSTOR. */
class FxSaveTests {
    private static final String FXSAVE = "fxsave [rbx]", FXRSTOR = "fxrstor [rbx]", FXSAVE64 = "fxsave64 [rbx]", FXRSTOR64 = "fxrstor64 [rbx]";
    private static final int GP = 13;

    private static void fill(X87Bench b) {
        b.run("fldpi");
        b.x.fip = 0x1234_5678_9ABCL;
        b.x.fdp = 0x4321_8765_CBA9L;
        b.x.fop = 0x123;
        b.c.vector.mxcsr = 0x1FA1;
        for (int i = 0; i < 32; i++) b.c.vector.xmm[i] = 0x1111_1111_1111_1111L * (i & 15) + i;
        for (int i = 0; i < 512; i += 8) b.write(i, 8, -1);
    }

    @Test void theImageIsThatOfTheManual() {
        try (var b = new X87Bench(64)) {
            fill(b);
            b.run(FXSAVE64);
            assertEquals(0x0123_0080_3800_037FL, b.read(0, 8));
            assertEquals(0x1234_5678_9ABCL, b.read(8, 8));
            assertEquals(0x4321_8765_CBA9L, b.read(16, 8));
            assertEquals(0x0000_FFFF_0000_1FA1L, b.read(24, 8));
            assertEquals(0xC90F_DAA2_2168_C235L, b.read(32, 8));
            assertEquals(0x4000, b.read(40, 8));
            for (int i = 0; i < 32; i++) assertEquals(b.c.vector.xmm[i], b.read(160 + 8 * i, 8));
            for (int i = 416; i < 512; i += 8) assertEquals(-1, b.read(i, 8), "not the processor's");
        }
    }

    @Test void withoutRexPointersAreShort() {
        try (var b = new X87Bench(64)) {
            fill(b);
            b.x.fcs = 0x10;
            b.run(FXSAVE);
            assertEquals(0x5678_9ABCL, b.read(8, 8), "the selector is one that this processor does not save");
            assertEquals(0x8765_CBA9L, b.read(16, 8));
        }
    }

    @Test void outside64BitCodeThereAreEightXmmRegisters() {
        try (var b = new X87Bench(32)) {
            fill(b);
            b.run(FXSAVE);
            assertEquals(b.c.vector.xmm[15], b.read(160 + 8 * 15, 8));
            assertEquals(-1, b.read(160 + 8 * 16, 8));
            long ninth = b.c.vector.xmm[16];
            b.write(160 + 8 * 16, 8, 77);
            b.run(FXRSTOR);
            assertEquals(ninth, b.c.vector.xmm[16]);
        }
    }

    @Test void whatIsSavedIsRestored() {
        try (var b = new X87Bench(64)) {
            fill(b);
            var saved = new Registers();
            saved.copyFrom(b.c);
            b.run(FXSAVE64);
            b.c.vector.reset();
            b.x.reset();
            b.run(FXRSTOR64);
            assertEquals(saved.x87.statusWord(), b.x.statusWord());
            assertEquals(saved.x87.tags, b.x.tags);
            assertEquals(saved.x87.fip, b.x.fip);
            assertEquals(saved.x87.fdp, b.x.fdp);
            assertEquals(0x123, b.x.fop);
            assertEquals("4000:c90fdaa22168c235", b.st(0));
            assertEquals(0x1FA1, b.c.vector.mxcsr);
            for (int i = 0; i < 32; i++) assertEquals(saved.vector.xmm[i], b.c.vector.xmm[i]);
        }
    }

    @Test void reservedBitsOfMxcsrFaultBeforeAnythingIsLoaded() {
        try (var b = new X87Bench(64)) {
            b.write(0, 2, 0x27F);
            b.write(24, 4, 0x1_1F80);
            assertEquals(GP, b.fault(FXRSTOR));
            assertEquals(0x37F, b.x.control());
        }
    }

    @Test void theAreaIsAlignedTo16Bytes() {
        try (var b = new X87Bench(64)) {
            b.c.r[Registers.RBX] += 8;
            assertEquals(GP, b.fault(FXSAVE));
            assertEquals(GP, b.fault(FXRSTOR));
        }
    }

    @Test void withoutSupportOfTheOperatingSystemSseStateIsLeftAlone() {
        try (var b = new X87Bench(64)) {
            fill(b);
            b.c.cr4 = 0;
            b.run(FXSAVE);
            assertEquals(-1, b.read(160, 8));
            b.write(24, 4, -1);
            b.run(FXRSTOR);
            assertEquals(0x1FA1, b.c.vector.mxcsr);
        }
    }
}
