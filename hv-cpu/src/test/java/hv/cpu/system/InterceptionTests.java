package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.OpcodeMaps;
import hv.cpu.semantics.Cpu;
import hv.cpu.vmx.VmxOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
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
            new Case("INS-001", "CPUID", "0FA2", "", c -> { }, true),
            new Case("INS-003", "INVD", "0F08", "13(0)", c -> { }, true),
            new Case("INS-004", "XSETBV", "0F01D1", "13(0)", c -> c.cr4 |= 1 << 18, true),
            by("INS-017", "CLTS", "0F06", "13(0)", c -> c.vmx.cr0Mask = c.vmx.cr0Shadow = 8),
            by("INS-018", "LMSW", "0F01F0", "13(0)", c -> c.vmx.cr0Mask = c.vmx.cr0Shadow = 8),
            by("INS-019", "MOV to CR0", "0F22C0", "13(0)", c -> c.vmx.cr0Mask = c.vmx.cr0Shadow = 8),
            by("INS-021", "MOV to CR3", "0F22D8", "13(0)", primary(PrimaryControls.CR3_LOAD_EXITING)),
            by("INS-022", "MOV from CR3", "0F20D8", "13(0)", primary(PrimaryControls.CR3_STORE_EXITING)),
            by("INS-023", "MOV to CR4", "0F22E0", "13(0)", c -> c.vmx.cr4Mask = c.vmx.cr4Shadow = 8),
            by("INS-025", "MOV to CR8", "440F22C0", "13(0)", primary(PrimaryControls.CR8_LOAD_EXITING)),
            by("INS-026", "MOV from CR8", "440F20C0", "13(0)", primary(PrimaryControls.CR8_STORE_EXITING)),
            by("INS-027", "MOV to DR", "0F23C0", "", primary(PrimaryControls.MOV_DR_EXITING)),
            by("INS-027", "MOV from DR", "0F21C0", "", primary(PrimaryControls.MOV_DR_EXITING)),
            by("INS-028", "IN", "EC", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-028", "OUT", "E680", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-028", "INS", "6C", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-028", "OUTS", "6E", "13(0)", primary(PrimaryControls.UNCONDITIONAL_IO_EXITING)),
            by("INS-029", "RDMSR", "0F32", "13(0)", c -> { c.vmx.primary |= PrimaryControls.USE_MSR_BITMAPS; c.ram.write(0xB002, 1, 1); }),
            by("INS-030", "WRMSR", "0F30", "13(0)", c -> { c.vmx.primary |= PrimaryControls.USE_MSR_BITMAPS; c.ram.write(0xB802, 1, 1); }),
            by("INS-031", "HLT", "F4", "13(0)", primary(PrimaryControls.HLT_EXITING)),
            by("INS-032", "INVLPG", "0F0138", "13(0)", primary(PrimaryControls.INVLPG_EXITING)),
            by("INS-033", "INVPCID", "660F38820E", "13(0)", primary(PrimaryControls.INVLPG_EXITING)),
            by("INS-034", "RDPMC", "0F33", "13(0)", primary(PrimaryControls.RDPMC_EXITING)),
            by("INS-035", "RDTSC", "0F31", "13(0)", c -> { c.vmx.primary |= PrimaryControls.RDTSC_EXITING; c.cr4 |= 4; }),
            by("INS-036", "RDTSCP", "0F01F9", "13(0)", c -> { c.vmx.primary |= PrimaryControls.RDTSC_EXITING; c.cr4 |= 4; }),
            by("INS-038", "RDRAND", "0FC7F0", "", secondary(SecondaryControls.RDRAND_EXITING)),
            by("INS-039", "RDSEED", "0FC7F8", "", secondary(SecondaryControls.RDSEED_EXITING)),
            by("INS-040", "MONITOR", "0F01C8", "6", primary(PrimaryControls.MONITOR_EXITING)),
            by("INS-041", "MWAIT", "0F01C9", "6", primary(PrimaryControls.MWAIT_EXITING)),
            by("INS-042", "PAUSE", "F390", "", primary(PrimaryControls.PAUSE_EXITING)),
            by("INS-043", "LGDT", "0F0116", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-043", "LIDT", "0F011E", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-043", "SGDT", "0F0106", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-043", "SIDT", "0F010E", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "LLDT", "0F00D0", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "LTR", "0F00DF", "13(0)", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "SLDT", "0F00C0", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-044", "STR", "0F00C8", "", secondary(SecondaryControls.DESCRIPTOR_TABLE_EXITING)),
            by("INS-048", "WBINVD", "0F09", "13(0)", secondary(SecondaryControls.WBINVD_EXITING)));
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
        assertEquals(it.code().length() / 2, exit.instructionLength);
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
        assertEquals("6", m.fault("0F01F9"));
        assertEquals("6", m.fault("660F38820E"));
    }

    /** VMX instructions have tests of their own. XSAVES and XRSTORS can't exit where no component is a supervisor's. */
    @Test
    void everyInstructionWhoseRowNamesAnExitReasonIsTested() {
        Set<Mnemonic> untested = EnumSet.noneOf(Mnemonic.class);
        for (var row : OpcodeMaps.ROWS) if (row.interception().reason() != null) untested.add(row.mnemonic());
        cases().forEach(it -> {
            byte[] code = HexFormat.of().parseHex(it.code());
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
