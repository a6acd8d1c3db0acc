package hv.cpu.engine;

import hv.cpu.decode.OpcodeMaps;
import hv.cpu.decode.Row;
import hv.cpu.platform.ProcessorProfile;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Instructions that a processor has only if CPUID says so; elsewhere they are undefined opcodes.
 *
 * @sdm 2A "CPUID—CPU Identification"; the column "CPUID Feature Flag" of each instruction's table
 */
public enum Extension {
    SSSE3(1, 'c', 9, opcodes("(66|NP) 0F 38 (0[0-9AB]|1[CDE]) .*|.*0F 3A 0F .*")),
    SSE4_1(1, 'c', 19, opcodes("66 0F 38 (1[0457]|2[0-589AB]|3[0-589A-F]|4[01]) .*|66 0F 3A (0[89A-E]|1[4-7]|2[0-2]|4[0-2]) .*")),
    SSE4_2(1, 'c', 20, opcodes("66 0F 38 37 .*|66 0F 3A 6[0-3] .*").or(named("CRC32"))),
    AES(1, 'c', 25, opcodes("66 0F 38 D[B-F] .*|66 0F 3A DF .*")),
    PCLMULQDQ(1, 'c', 1, named("PCLMULQDQ")),
    POPCNT(1, 'c', 23, named("POPCNT")),
    MOVBE(1, 'c', 22, named("MOVBE")),
    RDRAND(1, 'c', 30, named("RDRAND")),
    RDSEED(7, 'b', 18, named("RDSEED")),
    FSGSBASE(7, 'b', 0, named("(RD|WR)[FG]SBASE")),
    INVPCID(7, 'b', 10, named("INVPCID")),
    SMAP(7, 'b', 20, named("CLAC|STAC")),
    XSAVE(1, 'c', 26, named("XSAVE|XRSTOR|XGETBV|XSETBV")),
    XSAVEOPT(1, 'c', 26, 0xD, 1, 'a', 0, named("XSAVEOPT")),
    XSAVEC(1, 'c', 26, 0xD, 1, 'a', 1, named("XSAVEC")),
    XSAVES(1, 'c', 26, 0xD, 1, 'a', 3, named("XSAVES|XRSTORS")),
    RDTSCP(0x8000_0001, 'd', 27, named("RDTSCP"));

    private record Bit(int leaf, int subleaf, char register, int number) {
        boolean in(ProcessorProfile profile) { return profile.offers(leaf, subleaf, register, number); }
    }

    private final Bit bit, base;
    private final Predicate<Row> rows;

    Extension(int leaf, char register, int bit, Predicate<Row> rows) { this(leaf, register, bit, leaf, 0, register, bit, rows); }

    /** @param baseLeaf where the feature is enumerated that the leaf of this one belongs to */
    Extension(int baseLeaf, char baseRegister, int baseBit, int leaf, int subleaf, char register, int bit, Predicate<Row> rows) {
        this.base = new Bit(baseLeaf, 0, baseRegister, baseBit);
        this.bit = new Bit(leaf, subleaf, register, bit);
        this.rows = rows;
    }

    /** The rows of the opcode table that a processor lacks. */
    static Set<Row> absent(ProcessorProfile profile) {
        Set<Row> absent = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var extension : values()) {
            if (!extension.base.in(profile) || !extension.bit.in(profile)) extension.rows().forEach(absent::add);
        }
        return absent;
    }

    /** The instructions that the feature adds. */
    public List<Row> rows() { return OpcodeMaps.ROWS.stream().filter(rows).toList(); }

    private static Predicate<Row> opcodes(String pattern) {
        var matches = Pattern.compile(pattern).asMatchPredicate();
        return row -> matches.test(row.opcode());
    }

    private static Predicate<Row> named(String pattern) {
        var matches = Pattern.compile(pattern).asMatchPredicate();
        return row -> matches.test(row.mnemonic().name());
    }
}
