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
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.testkit.GuestRun;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guests and plugins that fail: how the run ends, and with which report. */
class TroubleTests {
    private static final String CPUID_HLT = "xor eax, eax; cpuid; hlt";

    static final class Thrower implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { throw new IllegalStateException("no idea"); }
    }

    @Test void aHandlerThatThrowsIsAPluginsFailure() {
        assertEquals(ErrorKind.PLUGIN, assertInstanceOf(Ending.Failed.class, GuestRun.asm64(CPUID_HLT).with(Thrower::new).run().ending()).kind());
    }

    static final class Retrier implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.RETRY; }
    }

    @Test void anExitThatComesAgainForEverIsALivelockOfThePluginThatAnswersIt() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.asm64(CPUID_HLT).with(Retrier::new).run().ending());
        assertEquals(ErrorKind.PLUGIN, failed.kind());
        assertTrue(failed.report().startsWith("plugin 'retrier' keeps the guest in a livelock: CPUID leaf 0H, subleaf 0H"), failed.report());
        assertTrue(failed.report().contains("at RIP 100002H: cpuid"), failed.report());
    }

    static final class ThrowsAfterStep implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.RDMSR)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            return Outcome.step(_ -> { throw new IllegalStateException("after all"); });
        }
    }

    @Test void whatAPluginThrowsAfterAStepIsItsFailure() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.asm64("mov ecx, 0x277; rdmsr; hlt").with(ThrowsAfterStep::new).run().ending());
        assertEquals(ErrorKind.PLUGIN, failed.kind());
        assertTrue(failed.report().startsWith("plugin 'throws-after-step' failed to look after a step over RDMSR of 277H: IllegalStateException: after all"),
                failed.report());
    }

    @Test void garbageEndsInATripleFault() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.asm64("times 6 db 0xFF").run().ending());
        assertEquals(ErrorKind.GUEST, failed.kind());
        assertTrue(failed.report().contains("the guest triple-faulted"), failed.report());
    }

    @Test void aGuestThatMonitorsALineThatNobodyWritesHasHalted() {
        assertEquals(new Ending.Halted(), GuestRun.asm32("xor eax, eax; xor ecx, ecx; xor edx, edx; monitor; mwait; hlt").limit(1_000).run().ending());
    }

    @Test void theInstructionLimitEndsAnEndlessLoop() {
        assertEquals(new Ending.LimitReached(5_000), GuestRun.asm64("jmp $").limit(5_000).run().ending());
    }
}
