package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.machine.InterruptLine;
import hv.api.machine.Timer;
import hv.api.x86.Event;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.testkit.GuestEnd;
import hv.testkit.GuestRun;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Events that handlers inject or post reach the guest's own handlers, once and when the guest can take them. */
class EventTests {
    private static final String CPUID = "31c0 0fa2", HLT = "f4", STI = "fb", CLI = "fa", NOP = "90";

    /** Answers CPUID as a test says. */
    static final class OnCpuid implements ExitHandler {
        private final Function<Vcpu, Outcome> answer;
        OnCpuid(Function<Vcpu, Outcome> answer) { this.answer = answer; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return answer.apply(vcpu); }
    }

    /** Runs {@code body} after events.S: EDI = 6 after #UD, ESI counts vector 30H, EBP counts NMIs, R8 and R9D tell of #PF. */
    private static GuestEnd run(String body, Function<Vcpu, Outcome> onCpuid) throws IOException {
        try (var stream = EventTests.class.getResourceAsStream("events.bin")) {
            var code = HexFormat.of().formatHex(stream.readAllBytes()) + body;
            return GuestRun.code64(code).with(() -> new OnCpuid(onCpuid)).run();
        }
    }

    @Test void anInjectedFaultReachesItsHandlerAtTheInstruction() throws IOException {
        var end = run(CPUID + HLT, _ -> Outcome.inject(Event.UD));
        assertEquals(6, end.get(Gpr.RDI));
        assertEquals(1, end.exits(ExitReason.CPUID));
    }

    @Test void anInjectedPageFaultSetsCr2AndTheErrorCode() throws IOException {
        var end = run(CPUID + HLT, _ -> Outcome.inject(new Event.PageFault(new Gva(0x1234_5678), 5)));
        assertEquals(0x1234_5678, end.get(Gpr.R8));
        assertEquals(5, end.get(Gpr.R9));
    }

    @Test void aPostedInterruptWaitsForTheInterruptFlag() throws IOException {
        var posted = (Function<Vcpu, Outcome>) vcpu -> {
            vcpu.post(Event.interrupt(0x30));
            return Outcome.ADVANCE;
        };
        assertEquals(0, run(CLI + CPUID + NOP + HLT, posted).get(Gpr.RSI));
        assertEquals(1, run(CLI + CPUID + NOP + STI + NOP + NOP + CLI + HLT, posted).get(Gpr.RSI));
    }

    @Test void aPostedNmiComesWithInterruptsOff() throws IOException {
        var end = run(CLI + CPUID + NOP + HLT, vcpu -> {
            vcpu.post(Event.NMI);
            return Outcome.ADVANCE;
        });
        assertEquals(1, end.get(Gpr.RBP));
    }

    /** MOV EBX, EBP comes before anything else that exits. */
    @Test void anNmiPostedWithAFaultComesAfterIt() throws IOException {
        var end = run(CLI + CPUID + "89eb" + HLT, vcpu -> {
            vcpu.post(Event.NMI);
            return Outcome.inject(Event.UD);
        });
        assertEquals(6, end.get(Gpr.RDI));
        assertEquals(1, end.get(Gpr.RBX));
    }

    @Test void aSecondPostedNmiWaitsForTheFirstOnesIret() throws IOException {
        var end = run(CLI + CPUID + CPUID + NOP + HLT, vcpu -> {
            vcpu.post(Event.NMI);
            return Outcome.ADVANCE;
        });
        assertEquals(2, end.get(Gpr.RBP));
    }

    /** Interrupts every ten microseconds of virtual time, three times; the acknowledgement lowers the line. */
    static final class Ticker implements ExitHandler {
        private InterruptLine intr;
        private Timer timer;
        private int left = 3;
        @Override public void attach(VirtualMachine vm) {
            intr = vm.interrupts().intr(() -> {
                intr.lower();
                return 0x30;
            });
            timer = vm.timer("tick", () -> {
                intr.raise();
                if (--left > 0) timer.at(vm.nanos() + 10_000);
            });
            timer.at(10_000);
        }
    }

    @Test void aHaltedGuestWakesForATimersInterrupt() throws IOException {
        try (var stream = EventTests.class.getResourceAsStream("events.bin")) {
            // again: sti; hlt; cli; cmp esi, 3; jb again; hlt
            var code = HexFormat.of().formatHex(stream.readAllBytes()) + "fb f4 fa 83fe03 72f8 f4";
            assertEquals(3, GuestRun.code64(code).with(Ticker::new).run().get(Gpr.RSI));
        }
    }
}
