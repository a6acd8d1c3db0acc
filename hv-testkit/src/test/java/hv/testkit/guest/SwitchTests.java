package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.core.image.Mode;
import hv.core.report.Ending;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Virtual machines that take turns keep what no VMCS field holds. */
class SwitchTests {
    private static final int SEED_OFFSET = 3;

    /** Lets the guest enable state components. */
    static final class ExtendedControl implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.XSETBV)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.NATIVE; }
    }

    private static byte[] code(int seed) throws IOException {
        try (var stream = SwitchTests.class.getResourceAsStream("switches.bin")) {
            var code = stream.readAllBytes();
            for (int i = 0; i < 4; i++) code[SEED_OFFSET + i] = (byte) (seed >>> 8 * i);
            return code;
        }
    }

    @Test void twoGuestsKeepTheirRegistersOverAThousandSwitches() throws IOException {
        var report = new Machines().with(ExtendedControl::new).timeSlice(1_000).add("left", code(0x1122_3340), Mode.LONG_64).add("right", code(0x5566_7755), Mode.LONG_64).run();
        for (var machine : report.machines()) {
            assertEquals(new Ending.Stopped(3, "exit port"), machine.ending());
            assertTrue(machine.exitsByReason().get(ExitReason.VMX_PREEMPTION_TIMER_EXPIRED) >= 1_000, machine.exitsByReason()::toString);
        }
    }

    @Test void aGuestThatHaltsLeavesTheProcessorToTheOther() throws IOException {
        var report = new Machines().with(ExtendedControl::new).add("halts", new byte[] {(byte) 0xF4}, Mode.LONG_64).add("works", code(7), Mode.LONG_64).run();
        assertEquals(new Ending.Halted(), report.machines().getFirst().ending());
        assertEquals(new Ending.Stopped(3, "exit port"), report.machines().getLast().ending());
    }
}
