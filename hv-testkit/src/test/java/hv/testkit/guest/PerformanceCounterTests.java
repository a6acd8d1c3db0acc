package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.testkit.GuestRun;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest counts with the processor's performance counters, as if they were its own. */
class PerformanceCounterTests {
    /** IA32_PERF_GLOBAL_CTRL := 1 &lt;&lt; 32, IA32_FIXED_CTR_CTRL := 3. */
    private static final String COUNT_INSTRUCTIONS = "b98f030000 31c0 ba01000000 0f30  b98d030000 31d2 b803000000 0f30";
    private static final String READ = "b900000040 0f33";

    private static String littleEndian(int value) { return HexFormat.of().toHexDigits(Integer.reverseBytes(value)); }

    /** dec ebx; jnz, so often; ends with 0 if it has counted all instructions and no other. */
    private static byte[] counting(int turns) {
        String loop = "bb" + littleEndian(turns) + "ffcb 75fc", compare = "2d" + littleEndian(2 * turns + 3) + "0f95c0 e6f4 f4";
        return HexFormat.of().parseHex((COUNT_INSTRUCTIONS + loop + READ + compare).replace(" ", ""));
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
        var guest = GuestRun.code32(COUNT_INSTRUCTIONS + "9090909090" + READ + "f4");
        var end = (intercepted ? guest.with(TransparencyTests.Everything::new) : guest).run();
        assertEquals(7, end.get(Gpr.RAX));
        assertEquals(0, end.get(Gpr.RDX));
    }

    /** WRMSR and two NOPs natively, three NOPs as a guest, VMCALL that leaves, two NOPs and MOV natively. */
    @Test void countingGoesOnWhereNativeCodeBecomesAGuestAndWhereItLeaves() {
        var code = HexFormat.of().parseHex((COUNT_INSTRUCTIONS + "9090 909090 0f01c1 9090" + READ + "83e80a e6f4 f4").replace(" ", ""));
        var report = new Machines().with(DepartureTests.Door::new).virtualizeAt(Machines.CODE + 30).add("main", code, Mode.LONG_64).run();
        assertEquals(new Ending.Left(new Ending.Stopped(1, "exit port")), report.machines().getFirst().ending());
    }
}
