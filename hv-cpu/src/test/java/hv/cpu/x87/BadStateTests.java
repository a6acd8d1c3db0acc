package hv.cpu.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.decode.Encodings;
import hv.cpu.decode.OpcodeMaps;
import hv.cpu.decode.Row;
import hv.cpu.simd.SimdOperations;
import hv.cpu.state.GuestException;
import hv.cpu.state.VectorState;
import hv.cpu.testing.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random x87, MMX and SSE code over random state and memory ends as the architecture says: done, or with one of its faults. */
class BadStateTests {
    private static final int ROUNDS = 400, INSTRUCTIONS = 60;
    /** #SS is rare where segments are flat. */
    private static final Set<Integer> FAULTS = Set.of(6, 12, 13, 16, 19), FLAT_FAULTS = Set.of(6, 13, 16, 19);
    private static final String[] LOADS = {"fldenv [rbx]", "o16 fldenv [rbx]", "frstor [rbx]", "o16 frstor [rbx]", "fxrstor [rbx]", "fxrstor64 [rbx]",
            "xrstor [rbx]", "xrstors64 [rbx]"};

    private static final List<Row> VECTOR = OpcodeMaps.ROWS.stream().filter(row -> SimdOperations.table().containsKey(row.mnemonic())).toList();
    /** FXSAVE, XSAVE and their kin. */
    private static final List<Row> IMAGES =
            OpcodeMaps.ROWS.stream().filter(row -> row.mnemonic().name().matches("F?XSAVE.*|F?XRSTOR.*")).toList();
    private static final long OSXMMEXCPT = 1 << 10;

    private final Random random = new Random(11);
    private final Set<Integer> met = new HashSet<>();
    private final Encodings encodings = new Encodings(random);

    @ParameterizedTest @ValueSource(ints = {16, 32, 64})
    void randomCodeOverRandomStateHasAnArchitecturalOutcome(int codeWidth) {
        int done = 0;
        try (var b = new X87Bench(codeWidth)) {
            for (int round = 0; round < ROUNDS; round++) {
                memory(b);
                b.c.cr4 ^= OSXMMEXCPT;
                load(b, codeWidth);
                for (int i = 0; i < INSTRUCTIONS; i++) if (ends(b, code(b, codeWidth))) done++;
            }
        }
        assertTrue(FAULTS.containsAll(met) && met.containsAll(codeWidth == 16 ? FAULTS : FLAT_FAULTS), "vectors " + met);
        assertTrue(done > ROUNDS * INSTRUCTIONS / 10, "only " + done + " instructions were done");
    }

    private void memory(X87Bench b) {
        var bytes = new byte[1024];
        random.nextBytes(bytes);
        b.ram.write(X87Bench.MEMORY - 256, bytes, 0, bytes.length);
        if (random.nextBoolean()) b.write(24, 4, random.nextInt(0x10000));
        if (random.nextBoolean()) b.write(512, 8, random.nextInt(4));
        if (random.nextBoolean()) b.write(520, 8, random.nextBoolean() ? 0 : Long.MIN_VALUE | 3);
        for (int i = 16; i < 64; i += 8) if (random.nextInt(8) > 0) b.write(512 + i, 8, 0);
    }

    private void load(X87Bench b, int codeWidth) {
        String load = LOADS[random.nextInt(LOADS.length)];
        b.c.r[0] = random.nextInt();
        ends(b, Code.fitting(codeWidth == 64 ? load : load.replace("64", "").replace("o16", "o" + (48 - codeWidth)), codeWidth, X87Bench.CODE));
        if (random.nextInt(4) > 0) b.x.control(b.x.control() | 0x3F);
    }

    /** An escape opcode, mostly over a register or RBX; BX or EBX are as good. Or a vector instruction, or one that saves or restores state. */
    private byte[] code(X87Bench b, int codeWidth) {
        if (random.nextBoolean()) return encoding(b, random.nextInt(8) > 0 ? VECTOR : IMAGES, codeWidth);
        var bytes = new byte[15];
        random.nextBytes(bytes);
        bytes[0] = (byte) (0xD8 + random.nextInt(8));
        boolean memory = random.nextBoolean();
        bytes[1] = (byte) (memory ? random.nextInt(8) << 3 | (codeWidth == 16 ? 7 : 3) : 0xC0 | random.nextInt(64));
        return bytes;
    }

    private byte[] encoding(X87Bench b, List<Row> rows, int codeWidth) {
        Row row = rows.get(random.nextInt(rows.size()));
        for (int i = 0; i < 8; i++) b.c.r[i] = random.nextInt(4) == 0 ? X87Bench.MEMORY : random.nextInt(16);
        return Encodings.exists(row, codeWidth) ? encodings.of(row, codeWidth) : encoding(b, rows, codeWidth);
    }

    /** @return whether the instruction was done */
    private boolean ends(X87Bench b, byte[] code) {
        b.c.r[3] = X87Bench.MEMORY;
        try {
            b.run(code);
        } catch (GuestException e) {
            met.add(e.vector);
            return false;
        } finally {
            consistent(b);
        }
        return true;
    }

    private static void consistent(X87Bench b) {
        assertEquals(0, b.x.control() & 0xE080 | ~b.x.control() & 0x40);
        assertEquals(0, b.x.status & ~0x477F);
        assertEquals(0, b.x.top & ~7);
        assertEquals(0, b.x.tags & ~0xFF);
        assertEquals(0, b.x.fop & ~0x7FF);
        assertEquals(0, b.c.vector.mxcsr & ~VectorState.MXCSR_MASK);
        for (int exponent : b.x.exponents) assertEquals(0, exponent & ~0xFFFF);
    }
}
