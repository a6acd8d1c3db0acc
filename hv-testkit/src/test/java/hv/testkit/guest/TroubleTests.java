package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.ExitReason;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.testkit.GuestRun;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plugins that misbehave cost their own virtual machine, and the message names them. */
class TroubleTests {
    private static final String CPUID_HLT = "31c0 0fa2 f4";

    abstract static class OnCpuid implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
    }
    static final class Thrower extends OnCpuid {
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { throw new IllegalStateException("no idea"); }
    }
    static final class NullAnswer extends OnCpuid {
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return null; }
    }
    static final class Answer extends OnCpuid {
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.answer(CpuidResult.ZERO); }
    }
    static final class Meddler extends OnCpuid {
        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            return next.handle(exit, vcpu).mapCpuid(old -> old.withEax(1));
        }
    }
    static final class Missing extends OnCpuid {
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { throw new NoSuchMethodError("hv.api.Vcpu.weather()"); }
    }
    static final class BadAttach extends OnCpuid {
        @Override public void attach(VirtualMachine vm) { throw new IllegalArgumentException("never attaches"); }
    }
    static final class Sleeper extends OnCpuid {
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
            return Outcome.NATIVE;
        }
    }

    private static void fails(GuestRun run, String report) {
        var failed = assertInstanceOf(Ending.Failed.class, run.run().ending());
        assertEquals(ErrorKind.PLUGIN, failed.kind());
        assertTrue(failed.report().startsWith(report), failed.report());
    }

    @Test void aHandlerThatThrowsIsNamedWithItsExit() {
        fails(GuestRun.code64(CPUID_HLT).with(Thrower::new), "plugin 'thrower' failed to handle CPUID leaf 0H, subleaf 0H: IllegalStateException: no idea");
    }

    @Test void theReportOfAThrowingHandlerTellsWhereTheGuestIs() {
        fails(GuestRun.code64(CPUID_HLT).with(Thrower::new), "plugin 'thrower' failed to handle CPUID leaf 0H, subleaf 0H: "
                + "IllegalStateException: no idea\n  at RIP 100002H: cpuid");
    }

    @Test void aHandlerThatAnswersNullIsNamed() {
        fails(GuestRun.code64(CPUID_HLT).with(NullAnswer::new), "plugin 'null-answer' answered null to CPUID leaf 0H, subleaf 0H");
    }

    @Test void anObserverThatChangesAnOutcomeIsNamed() {
        fails(GuestRun.code64(CPUID_HLT).with(Answer::new).with(Meddler::new), "plugin 'meddler' is an observer (stage OBSERVE)");
    }

    @Test void aMethodThatIsNotThereIsSaidToComeFromAnotherApi() {
        fails(GuestRun.code64(CPUID_HLT).with(Missing::new), "plugin 'missing' failed to handle CPUID leaf 0H, subleaf 0H: the method "
                + "hv.api.Vcpu.weather() is not in this hv: the plugin was built against another hv-api; rebuild it against this one");
    }

    @Test void aPluginThatDoesNotAttachKeepsItsMachineFromStarting() {
        fails(GuestRun.code64(CPUID_HLT).with(BadAttach::new), "plugin 'bad-attach' failed to attach: IllegalArgumentException: never attaches");
    }

    @Test void aHandlerThatNeverReturnsEndsTheRunWithItsNameAndStack() {
        var code = HexFormat.of().parseHex(CPUID_HLT.replace(" ", ""));
        var hangs = new Machines().with(Sleeper::new).exitLimit(Duration.ofMillis(300)).add("main", code, Mode.LONG_64);
        var thrown = assertThrows(HvException.class, hangs::run);
        assertEquals(ErrorKind.HANDLER_HANGS, thrown.kind());
        assertTrue(thrown.getMessage().startsWith("plugin 'sleeper' has not answered within 0.3 seconds: CPUID leaf 0H, subleaf 0H; it hangs"),
                thrown.getMessage());
        assertTrue(thrown.getMessage().contains("TroubleTests$Sleeper.handle"), thrown.getMessage());
    }

    @Test void garbageEndsInATripleFaultWithAReport() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.code64("ffffffffffff").run().ending());
        assertEquals(ErrorKind.GUEST, failed.kind());
        assertTrue(failed.report().contains("the guest triple-faulted"), failed.report());
    }

    @Test void theInstructionLimitEndsAnEndlessLoop() {
        assertEquals(new Ending.LimitReached(5_000), GuestRun.code64("ebfe").limit(5_000).run().ending());
    }
}
