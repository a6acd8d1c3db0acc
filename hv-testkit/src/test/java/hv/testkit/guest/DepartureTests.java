package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

/** Leaving VMX operation from inside, and becoming a guest while running natively. */
class DepartureTests {
    /** VMCALL leaves. */
    static final class Door implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.VMCALL)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.LEAVE; }
    }

    @Test void theGuestGoesOnNativelyWithItsRegistersAndDevices() {
        var machines = new Machines().with(Door::new).add("main", "mov eax, 5; vmcall; inc eax; out 0xF4, al; hlt", Mode.LONG_64);
        var report = machines.run();
        assertEquals(new Ending.Left(new Ending.Stopped(13, "exit port")), report.machines().getFirst().ending());
        assertTrue(machines.story().contains("VMXOFF: outside VMX operation"), machines.story()::toString);
        assertTrue(machines.story().contains("main: goes on natively at RIP 100008H"), machines.story()::toString);
    }

    @Test void othersAreEndedFirstAndTheStorySaysSo() {
        var machines = new Machines().with(Door::new).timeSlice(1000).add("main", "vmcall; out 0xF4, al; hlt", Mode.LONG_64)
                .add("other", "jmp $", Mode.LONG_64);
        var report = machines.run();
        assertInstanceOf(Ending.Interrupted.class, report.machines().getLast().ending());
        int ended = machines.story().indexOf("other: ended: 'main' leaves VMX operation after 0 exits");
        assertTrue(ended >= 0 && ended < machines.story().indexOf("VMXOFF: outside VMX operation"), machines.story()::toString);
    }

    @Test void aGuestElsewhereInMemoryCanNotLeave() {
        var report = new Machines().with(Door::new).add("main", "hlt", Mode.LONG_64).add("other", "vmcall; hlt", Mode.LONG_64).run();
        var failed = assertInstanceOf(Ending.Failed.class, report.machines().getLast().ending());
        assertTrue(failed.report().contains("its memory is not where it is"), failed.report());
    }

    /** CPUID says whether somebody answers: natively EAX is the machine's, as a guest 99. */
    static final class NinetyNine implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            return Outcome.answer(new hv.api.x86.CpuidResult(99, 0, 0, 0));
        }
    }

    @Test void nativeCodeBecomesAGuestAtTheAddressWithItsOwnState() {
        var machines = new Machines().with(NinetyNine::new).virtualizeAt("guest").add("main", """
                mov edi, 1
                xor eax, eax
                cpuid
                mov esi, eax
                guest:
                xor eax, eax
                cpuid
                sub eax, 99
                add eax, edi
                out 0xF4, al
                hlt
                """, Mode.LONG_64);
        var report = machines.run();
        assertEquals(new Ending.Stopped(3, "exit port"), report.machines().getFirst().ending());
        assertEquals(1, report.machines().getFirst().exitsByReason().get(ExitReason.CPUID));
        assertTrue(machines.story().contains("main: native code reached RIP 10000BH and becomes a guest"), machines.story()::toString);
    }
}
