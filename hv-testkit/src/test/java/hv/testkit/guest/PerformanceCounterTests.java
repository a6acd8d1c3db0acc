package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.testkit.GuestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest counts with the processor's performance counters, as if they were its own. */
class PerformanceCounterTests {
    /** IA32_PERF_GLOBAL_CTRL := 1 &lt;&lt; 32, IA32_FIXED_CTR_CTRL := 3. */
    private static final String COUNT_INSTRUCTIONS = """
            mov ecx, 0x38F; xor eax, eax; mov edx, 1; wrmsr
            mov ecx, 0x38D; xor edx, edx; mov eax, 3; wrmsr
            """;
    private static final String READ = "mov ecx, 0x40000000; rdpmc\n";

    /** Ends with 0 if it has counted all instructions and no other. */
    private static String counting(int turns) {
        return COUNT_INSTRUCTIONS + "mov ebx, " + turns + "; again: dec ebx; jnz again\n" + READ
                + "sub eax, " + (2 * turns + 3) + "; setne al; out 0xF4, al; hlt";
    }

    @Test void eachOfTwoGuestsCountsItsOwnInstructions() {
        var report = new Machines().timeSlice(1_000).add("left", counting(100_000), Mode.LONG_64).add("right", counting(70_000), Mode.LONG_64).run();
        for (var machine : report.machines()) {
            assertEquals(new Ending.Stopped(1, "exit port"), machine.ending());
            assertTrue(machine.exitsByReason().get(ExitReason.VMX_PREEMPTION_TIMER_EXPIRED) >= 100, machine.exitsByReason()::toString);
        }
    }

    /** An access that exits counts like one that does not: an instruction that is completed after its exit has retired. */
    @ParameterizedTest @ValueSource(booleans = {false, true})
    void interceptedAccessesReachTheSameCounters(boolean intercepted) {
        var guest = GuestRun.asm32(COUNT_INSTRUCTIONS + "times 5 nop\n" + READ + "hlt");
        var end = (intercepted ? guest.with(TransparencyTests.Everything::new) : guest).run();
        assertEquals(7, end.get(Gpr.RAX));
        assertEquals(0, end.get(Gpr.RDX));
    }

    /** WRMSR and two NOPs natively, three NOPs as a guest, VMCALL that leaves, two NOPs and MOV natively. */
    @Test void countingGoesOnWhereNativeCodeBecomesAGuestAndWhereItLeaves() {
        var code = COUNT_INSTRUCTIONS + "times 2 nop; guest: times 3 nop; vmcall; times 2 nop\n" + READ + "sub eax, 10; out 0xF4, al; hlt";
        var report = new Machines().with(DepartureTests.Door::new).virtualizeAt("guest").add("main", code, Mode.LONG_64).run();
        assertEquals(new Ending.Left(new Ending.Stopped(1, "exit port")), report.machines().getFirst().ending());
    }
}
