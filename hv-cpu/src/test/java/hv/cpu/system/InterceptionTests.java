package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.OpcodeMaps;
import hv.cpu.semantics.Cpu;
import hv.cpu.testing.Code;
import hv.cpu.vmx.VmxOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each intercepted instruction against the table of exit conditions: it exits with the table's reason when its controls ask for it, not before the
 * fault that the table puts first, and not at all without its controls.
 */
class InterceptionTests {
    private static final int EXIT_REASON_COLUMN = 5;

    /**
     * @param row     of the table
     * @param first   the fault that comes before the exit at privilege level 3, empty if none does
     * @param control turns interception on, and whatever the instruction needs to exist
     * @param always  exits whatever the controls are
     */
    record Case(String row, String name, String code, String first, Consumer<Cpu> control, boolean always) {
        @Override public String toString() { return row + " " + name; }
    }

    private static Case by(String row, String name, String code, String first, Consumer<Cpu> control) {
        return new Case(row, name, code, first, control, false);
    }

    private static Consumer<Cpu> primary(int bits) { return c -> c.vmx.primary |= bits; }
    private static Consumer<Cpu> secondary(int bits) { return c -> c.vmx.secondary |= bits; }

    static Stream<Case> cases() {
        return Stream.of(
            new Case("INS-001", "CPUID", "cpuid", "", c -> { }, true),
            new Case("INS-003", "INVD", "invd", "13(0)", c -> { }, true),
            new Case("INS-004", "XSETBV", "xsetbv", "13(0)", c -> c.cr4 |= 1 << 18, true),
            by("INS-017", "CLTS", "clts", "13(0)", c -> c.vmx.cr0Mask = c.vmx.cr0Shadow = 8),
            by("INS-018", "LMSW", "lmsw ax", "13(0)", c -> c.vmx.cr0Mask = c.vmx.cr0Shadow = 8),
            by("INS-019", "MOV to CR0", "mov cr0, rax", "13(0)", c -> c.vmx.cr0Mask = c.vmx.cr0Shadow = 8),
            by("INS-021", "MOV to CR3", "mov cr3, rax", "13(0)", primary(PrimaryControls.CR3_LOAD_EXITING)),
            by("INS-022", "MOV from CR3", "mov rax, cr3", "13(0)", primary(PrimaryControls.CR3_STORE_EXITING)),
            by("INS-023", "MOV to CR4", "mov cr4, rax", "13(0)", c -> c.vmx.cr4Mask = c.vmx.cr4Shadow = 8),
            by("INS-025", "MOV to CR8", "mov cr8, rax", "13(0)", primary(PrimaryControls.CR8_LOAD_EXITING)),
            by("INS-026", "MOV from CR8", "mov rax, cr8", "13(0)", primary(PrimaryControls.CR8_STORE_EXITING)),
            by("INS-027", "MOV to DR", "mov dr0, rax", "", primary(PrimaryControls.MOV_DR_EXITING)),
            by("INS-027", "MOV from DR", "mov rax, dr0", "", primary(PrimaryControls.MOV_DR_EXITING)),
            by("INS-028", "IN", "in al, dx", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-028", "OUT", "out 0x80, al", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-028", "INS", "insb", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-028", "OUTS", "outsb", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-029", "RDMSR", "rdmsr", "13(0)", c -> { c.vmx.primary |= PrimaryControls.USE_MSR_BITMAPS; c.ram.write(0xB002, 1, 1); }),
            by("INS-030", "WRMSR", "wrmsr", "13(0)", c -> { c.vmx.primary |= PrimaryControls.USE_MSR_BITMAPS; c.ram.write(0xB802, 1, 1); }),
            by("INS-031", "HLT", "hlt", "13(0)", primary(PrimaryControls.HLT_EXITING)),
            by("INS-032", "INVLPG", "invlpg [rax]", "13(0)", primary(PrimaryControls.INVLPG_EXITING)),
            by("INS-033", "INVPCID", "invpcid rcx, [rsi]", "13(0)", primary(PrimaryControls.INVLPG_EXITING)),
            by("INS-034", "RDPMC", "rdpmc", "13(0)", primary(PrimaryControls.RDPMC_EXITING)),
            by("INS-035", "RDTSC", "rdtsc", "13(0)", c -> { c.vmx.primary |= PrimaryControls.RDTSC_EXITING; c.cr4 |= 4; }),
            by("INS-036", "RDTSCP", "rdtscp", "13(0)", c -> { c.vmx.primary |= PrimaryControls.RDTSC_EXITING; c.cr4 |= 4; }),
            by("INS-038", "RDRAND", "rdrand eax", "", secondary(SecondaryControls.RDRAND_EXITING)),
            by("INS-039", "RDSEED", "rdseed eax", "", secondary(SecondaryControls.RDSEED_EXITING)),
            by("INS-040", "MONITOR", "monitor", "6", primary(PrimaryControls.MONITOR_EXITING)),
            by("INS-041", "MWAIT", "mwait", "6", primary(PrimaryControls.MWAIT_EXITING)),
            by("INS-042", "PAUSE", "pause", "", primary(PrimaryControls.PAUSE_EXITING)),
            by("INS-043", "LGDT", "lgdt [rsi]", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-043", "LIDT", "lidt [rsi]", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-043", "SGDT", "sgdt [rsi]", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-043", "SIDT", "sidt [rsi]", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "LLDT", "lldt ax", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "LTR", "ltr di", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "SLDT", "sldt eax", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "STR", "str eax", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-048", "WBINVD", "wbinvd", "13(0)", secondary(SecondaryControls.WBINVD_EXITING)));
    }

    private static Machine guest(int cpl) {
        var m = Machine.long64(cpl).guest();
        m.c.vmx.secondary = SecondaryControls.ENABLE_RDTSCP | SecondaryControls.ENABLE_INVPCID;
        m.c.vmx.msrBitmaps = 0xB000;
        m.ram.write(Machine.TSS + 0x66, 2, 0xFFFF);
        m.c.r[1] = 0x10;
        m.c.r[3] = m.c.r[6] = m.c.r[7] = 0x4000;
        return m;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void exitsWithTheReasonAndLengthOfTheTable(Case it) {
        var m = guest(0);
        it.control().accept(m.c);
        var exit = m.exit(it.code());
        assertEquals(reasons().get(it.row()), exit.reason.number());
        assertEquals(Code.fitting(it.code(), 64, 0).length, exit.instructionLength);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void faultsOfPrivilegeComeInTheOrderOfTheTable(Case it) {
        var m = guest(3);
        it.control().accept(m.c);
        if (it.first().isEmpty()) assertEquals(reasons().get(it.row()), m.exit(it.code()).reason.number());
        else assertEquals(it.first(), m.fault(it.code()));
    }

    static Stream<Case> conditional() { return cases().filter(it -> !it.always() && !it.name().equals("LTR")); }

    @ParameterizedTest
    @MethodSource("conditional")
    void executesWithoutItsControl(Case it) {
        var m = guest(0);
        m.c.vmx.primary = PrimaryControls.USE_MSR_BITMAPS;
        m.c.r[0] = switch (it.name()) {
            case "MOV to CR0" -> 0x8000_0021L;
            case "MOV to CR4" -> 0x2020;
            default -> 0;
        };
        switch (it.name()) {
            case "MONITOR", "MWAIT", "INVPCID", "RDPMC" -> m.c.r[1] = 0;
            case "LMSW", "MOV to CR0" -> m.c.cr0 |= 0x8000_0000L;
            default -> m.c.cr4 |= 0x20;
        }
        m.run(it.code());
    }

    @Test
    void rdtscpAndInvpcidDoNotExistUntilEnabled() {
        var m = guest(0);
        m.c.vmx.secondary = 0;
        assertEquals("6", m.fault("rdtscp"));
        assertEquals("6", m.fault("invpcid rcx, [rsi]"));
    }

    /** VMX instructions have tests of their own. XSAVES and XRSTORS can't exit where no component is a supervisor's. */
    @Test
    void everyInstructionWhoseRowNamesAnExitReasonIsTested() {
        Set<Mnemonic> untested = EnumSet.noneOf(Mnemonic.class);
        for (var row : OpcodeMaps.ROWS) if (row.interception().reason() != null) untested.add(row.mnemonic());
        cases().forEach(it -> {
            byte[] code = Code.fitting(it.code(), 64, 0);
            untested.remove(new Decoder().decode(i -> code[i], 0, 64).mnemonic);
        });
        untested.removeAll(VmxOperations.table().keySet());
        assertEquals(EnumSet.of(Mnemonic.XRSTORS, Mnemonic.XSAVES), untested);
    }

    private static Map<String, Integer> reasons() {
        Map<String, Integer> reasons = new HashMap<>();
        for (var line : table().split("\n")) {
            var cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
            if (cells[0].startsWith("INS")) reasons.put(cells[0], number(cells[EXIT_REASON_COLUMN]));
        }
        return reasons;
    }

    /** {@code "28 (access type 2)"} begins with the number. */
    private static int number(String cell) {
        var digits = cell.replaceAll("^\"?(\\d*).*", "$1");
        return digits.isEmpty() ? -1 : Integer.parseInt(digits);
    }

    private static String table() {
        try (var in = InterceptionTests.class.getResourceAsStream("/hv/cpu/vmx/exit-conditions.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
