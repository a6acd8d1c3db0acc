package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.Code;
import hv.cpu.testing.VmxMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instructions of a guest against the manual's exit conditions: exits with all they report, at the right priority against faults. */
class ExitCaseTests {
    private static final int VMCALL = 18, LONGEST = 100;
    private static final String END = "; vmcall";
    private static final Set<String> MODES = Set.of("user", "compat", "real", "v86");

    record Case(String row, List<String> changes, String code, List<String> outcome) {
        @Override public String toString() { return row + " " + String.join(" ", changes) + " | " + code; }
    }

    static List<Case> cases() {
        return EntryTable.lines("exit-cases.txt", "#").stream().map(line -> line.split("\\|(?= )"))
                .map(c -> new Case(c[0].strip(), words(c[1]), c[2].strip(), words(c[3]))).toList();
    }

    private static List<String> words(String text) { return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+")); }

    /** Rows with a case here. */
    static Set<String> covered() { return cases().stream().map(Case::row).collect(Collectors.toSet()); }

    @ParameterizedTest
    @MethodSource("cases")
    void comesToWhatTheManualSays(Case it) {
        try (var state = new EntryState(ProcessorProfiles.load(ProcessorProfiles.REFERENCE))) {
            var machine = state.machine;
            String code = Code.octets(it.code()) + END;
            machine.code(VmxMachine.CODE, code);
            it.changes().stream().filter(MODES::contains).forEach(mode -> make(machine, mode, code));
            machine.write(EXCEPTION_BITMAP, 0xFFFF_FFFFL);
            for (String change : it.changes()) if (!MODES.contains(change)) state.change(change);
            machine.cpu.limit(machine.cpu.retired() + LONGEST);
            long reason = machine.launch();
            assertEquals(it.outcome().getFirst(), outcome(machine, reason, it));
            for (String fact : it.outcome().subList(1, it.outcome().size())) assertEquals(fact, fact(machine, fact.split("=")[0]));
            if (it.outcome().getFirst().equals("" + reason)) nothingElseIsReported(machine, it);
        }
    }

    private static void make(VmxMachine machine, String mode, String code) {
        switch (mode) {
            case "user" -> UserGuest.make(machine);
            case "compat" -> machine.write(GUEST_CS_ACCESS_RIGHTS, 0xC09B);
            case "real" -> RealModeGuest.make(machine, code);
            default -> Virtual8086Guest.make(machine, code);
        }
    }

    private static String outcome(VmxMachine machine, long reason, Case it) {
        if (reason == 0) return "#" + (machine.read(VM_EXIT_INTERRUPTION_INFORMATION) & 0xFF);
        boolean end = reason == VMCALL && !it.code().contains("0F 01 C1");
        return end ? "runs" : "" + reason;
    }

    private static String fact(VmxMachine machine, String name) {
        return switch (name) {
            case "q" -> name + "=" + hex(machine.read(EXIT_QUALIFICATION));
            case "len" -> name + "=" + machine.read(VM_EXIT_INSTRUCTION_LENGTH);
            case "info" -> name + "=" + hex(machine.read(VM_EXIT_INSTRUCTION_INFORMATION));
            case "linear" -> name + "=" + hex(machine.read(GUEST_LINEAR_ADDRESS));
            case "type" -> name + "=" + (machine.read(VM_EXIT_INTERRUPTION_INFORMATION) >> 8 & 7);
            default -> name + "=" + hex(isRegister(name) ? machine.cpu.get(Gpr.valueOf(name)) : machine.read(VmcsField.valueOf(name)));
        };
    }

    static boolean isRegister(String name) { return Arrays.stream(Gpr.values()).anyMatch(r -> r.name().equals(name)); }

    /** RIP, RSP and registers are those before the instruction, and no event is told. */
    private static void nothingElseIsReported(VmxMachine machine, Case it) {
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(0, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        var given = new TreeMap<String, String>();
        for (String change : it.changes()) if (isRegister(change.split("=")[0])) given.put(change.split("=")[0], change);
        given.values().forEach(change -> assertEquals(change, fact(machine, change.split("=")[0])));
    }

    private static String hex(long value) { return Long.toHexString(value).toUpperCase(java.util.Locale.ROOT); }
}
