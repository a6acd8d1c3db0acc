package hv.cpu.decode;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes bytes that encode a row, with random prefixes, registers and addressing forms. */
public final class Encodings {
    private static final int[] SEGMENT_PREFIXES = {0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65};

    private final RandomGenerator random;
    private final Map<Row, Pattern> patterns = new IdentityHashMap<>();
    private final byte[] bytes = new byte[15];
    private int length;

    public Encodings(RandomGenerator random) { this.random = random; }

    /** Whether code of this width has the row. */
    public static boolean exists(Row row, int codeWidth) {
        boolean needsRex = (new Pattern(row).value & (Axis.REX_W | Axis.REX_B)) != 0;
        return codeWidth == 64 ? !row.has(Trait.NOT_64) : !row.has(Trait.ONLY_64) && !needsRex;
    }

    /** Legal for the row wherever the operands allow any register at all; random bytes fill up behind the opcode. */
    public byte[] of(Row row, int codeWidth) {
        Pattern pattern = patterns.computeIfAbsent(row, Pattern::new);
        random.nextBytes(bytes);
        length = 0;
        int modrm = modrm(pattern);
        prefixes(row, pattern, modrm);
        if (codeWidth == 64) rex(pattern);
        if (pattern.map > 0) put(0x0F);
        if (pattern.map > 1) put(pattern.map == 2 ? 0x38 : 0x3A);
        put(random.nextInt(pattern.first, pattern.last + 1));
        if (pattern.modrm) put(modrm);
        return bytes.clone();
    }

    private void put(int b) { bytes[length++] = (byte) b; }

    private boolean once(int in) { return random.nextInt(in) == 0; }

    private void prefixes(Row row, Pattern pattern, int modrm) {
        if (once(5)) put(0x67);
        if (once(4)) put(SEGMENT_PREFIXES[random.nextInt(6)]);
        if (row.has(Trait.LOCKABLE) && modrm >> 6 != 3 && row.operands().getFirst().addressing == Addressing.E && once(4)) put(0xF0);
        if ((pattern.care & Axis.PREFIX) == Axis.PREFIX) {
            switch (pattern.value & Axis.PREFIX) {
                case Axis.P66 -> put(0x66);
                case Axis.PF3 -> put(0xF3);
                case Axis.PF2 -> put(0xF2);
                default -> { }
            }
        } else if (once(4)) put(0x66);
        else if (pattern.care == 0 && once(6)) put(random.nextBoolean() ? 0xF2 : 0xF3);
    }

    private void rex(Pattern pattern) {
        int rex = 0x40 | random.nextInt(16);
        if ((pattern.care & Axis.REX_W) != 0) rex = rex & ~8 | ((pattern.value & Axis.REX_W) != 0 ? 8 : 0);
        if ((pattern.care & Axis.REX_B) != 0) rex = rex & ~1 | ((pattern.value & Axis.REX_B) != 0 ? 1 : 0);
        if ((pattern.value & (Axis.REX_W | Axis.REX_B)) != 0 || random.nextBoolean()) put(rex);
    }

    private int modrm(Pattern pattern) {
        int reg = (random.nextInt(8) << 3 & ~pattern.care | pattern.value & pattern.care) & Axis.REG;
        int rm = (random.nextInt(8) & ~pattern.care | pattern.value & pattern.care) & Axis.RM;
        int mod = (pattern.care & Axis.REGISTER_FORM) == 0 ? random.nextInt(4) : (pattern.value & Axis.REGISTER_FORM) != 0 ? 3 : random.nextInt(3);
        return mod << 6 | reg | rm;
    }
}
