package hv.cpu.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.LogicalProcessor.RunResult;
import java.util.List;

/** The guests of {@code src/test/guests}, and what they print: a line for each case, and the counts. */
enum SelfCheckingGuest {
    A20, ALIGNMENT, APIC, CALL_GATES, CONTROL_REGISTERS, DEBUG, INSTRUCTIONS, LOCAL_APIC, LONG_MODE, MID_INSTRUCTION, OPCODES, PAGING,
    PAGING_32, PCID, PERFORMANCE, PROTECTION, REAL_MODE, SELF_MODIFYING, SIMD, SIXTEEN_BIT, TASKS, TRIPLE_FAULT, VIRTUAL_8086, VMX_EPT,
    VMX_EVENTS, VMX_EXCEPTIONS, VMX_EXITS, VMX_MODES, VMX_OPERANDS, X87_ERRORS;

    /** Whether it needs devices that {@code BareMachine} has not: hv-launcher runs these. */
    boolean needsDevices() { return this == A20 || this == X87_ERRORS; }

    String id() { return name().toLowerCase().replace('_', '-'); }
    String image() { return id() + ".elf"; }

    /** How a run ends: by the exit port, which pauses the machine, or by a shutdown. */
    RunResult end() { return this == TRIPLE_FAULT ? RunResult.SHUTDOWN : RunResult.PAUSED; }

    /** The cases that failed, after a check that the guest came to its end. */
    static List<String> failures(String output) {
        var lines = output.lines().toList();
        assertTrue(lines.size() > 1, output);
        var cases = lines.subList(0, lines.size() - 1);
        var failures = cases.stream().filter(line -> !line.startsWith("ok ")).toList();
        assertEquals("passed %d, failed %d".formatted(cases.size() - failures.size(), failures.size()), lines.getLast(), output);
        return failures;
    }
}
