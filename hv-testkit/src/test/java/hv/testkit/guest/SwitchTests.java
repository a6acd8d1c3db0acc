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
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Virtual machines that take turns keep what no VMCS field holds. */
class SwitchTests {
    /** Lets the guest enable state components. */
    static final class ExtendedControl implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.XSETBV)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.NATIVE; }
    }

    private static String code(int seed) { return "SEED equ " + seed + "\n" + Texts.read("switches.asm"); }

    @Test void twoGuestsKeepTheirRegistersOverAThousandSwitches() {
        var report = new Machines().with(ExtendedControl::new).timeSlice(1_000).add("left", code(0x1122_3340), Mode.LONG_64).add("right", code(0x5566_7755), Mode.LONG_64).run();
        for (var machine : report.machines()) {
            assertEquals(new Ending.Stopped(3, "exit port"), machine.ending());
            assertTrue(machine.exitsByReason().get(ExitReason.VMX_PREEMPTION_TIMER_EXPIRED) >= 1_000, machine.exitsByReason()::toString);
        }
    }

    @Test void aGuestThatHaltsLeavesTheProcessorToTheOther() {
        var report = new Machines().with(ExtendedControl::new).add("halts", "hlt", Mode.LONG_64).add("works", code(7), Mode.LONG_64).run();
        assertEquals(new Ending.Halted(), report.machines().getFirst().ending());
        assertEquals(new Ending.Stopped(3, "exit port"), report.machines().getLast().ending());
    }
}
