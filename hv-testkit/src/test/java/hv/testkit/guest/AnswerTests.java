package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Feature;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.testkit.GuestRun;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Handlers' answers reach the guest as the instruction's result; an exit that nobody answers ends as the processor or a report says. */
class AnswerTests {
    static final class Spoof implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.answer(new CpuidResult(1, 2, 3, 4)); }
    }

    @Test void cpuidAnswerFillsFourRegistersAndTheGuestGoesOn() {
        var end = GuestRun.asm32("mov eax, 1; cpuid; mov edi, 7; hlt").with(Spoof::new).run();
        assertEquals(1, end.get(Gpr.RAX));
        assertEquals(2, end.get(Gpr.RBX));
        assertEquals(3, end.get(Gpr.RCX));
        assertEquals(4, end.get(Gpr.RDX));
        assertEquals(7, end.get(Gpr.RDI));
    }

    @Test void aForcedExitThatNobodyAnswersStopsWithAReport() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.asm32("vmcall; hlt").run().ending());
        assertEquals(ErrorKind.GUEST, failed.kind());
        assertTrue(failed.report().contains("vmcall"), failed.report());
        assertTrue(failed.report().contains("RIP 100000H"), failed.report());
        assertTrue(failed.report().contains("hv-handlers-vmcall"), failed.report());
    }

    static final class Needy implements ExitHandler {
        @Override public Set<Feature> needs() { return Set.of(Feature.EPT, Feature.EPT_EXECUTE_ONLY); }
        @Override public Set<Intercept> intercepts() { return Set.of(); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return next.handle(exit, vcpu); }
    }

    @Test void aPluginsNeedsAreTakenAsMet() {
        assertEquals(7, GuestRun.asm32("mov edi, 7; hlt").with(Needy::new).run().get(Gpr.RDI));
    }
}
