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
import hv.api.x86.Dr6;
import hv.api.x86.Event;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Rflags;
import hv.testkit.GuestEnd;
import hv.testkit.GuestRun;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Events that handlers inject or post reach the guest's own handlers, once and when the guest can take them. */
class EventTests {
    /** Answers CPUID as a test says. */
    static final class OnCpuid implements ExitHandler {
        private final Function<Vcpu, Outcome> answer;
        OnCpuid(Function<Vcpu, Outcome> answer) { this.answer = answer; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return answer.apply(vcpu); }
    }

    /** Runs a text after events.asm: EDI = 6 after #UD, ESI counts vector 30H, EBP counts NMIs, R8 and R9D tell of #PF. */
    private static GuestRun afterSetUp(String text) { return GuestRun.asm64(Texts.read("events.asm") + text); }

    private static GuestEnd run(String text, Function<Vcpu, Outcome> onCpuid) { return afterSetUp(text).with(() -> new OnCpuid(onCpuid)).run(); }

    @Test void anInjectedFaultReachesItsHandlerAtTheInstruction() {
        var end = run("xor eax, eax; cpuid; hlt", _ -> Outcome.inject(Event.UD));
        assertEquals(6, end.get(Gpr.RDI));
        assertEquals(1, end.exits(ExitReason.CPUID));
    }

    @Test void anInjectedPageFaultSetsCr2AndTheErrorCode() {
        var end = run("xor eax, eax; cpuid; hlt", _ -> Outcome.inject(new Event.PageFault(new Gva(0x1234_5678), 5)));
        assertEquals(0x1234_5678, end.get(Gpr.R8));
        assertEquals(5, end.get(Gpr.R9));
    }

    /** Runs a text whose label caught is the handler of a vector; CPUID injects the event. */
    private static GuestEnd injected(int vector, String text, Event event) {
        return run("mov eax, caught; mov ebx, 0x%x; call gate; %s".formatted(0x20_0000 + 16 * vector, text), _ -> Outcome.inject(event));
    }

    @Test void anInjectedDebugExceptionReplacesTheBreakpointsInDr6() {
        var end = injected(ExceptionVector.DB, "mov eax, 0xFFFF2FF5; mov dr6, rax; cpuid; hlt; caught: mov r8, dr6; hlt", new Event.Debug(Dr6.BS | 2));
        assertEquals(Dr6.FIXED | Dr6.BD | Dr6.BS | 2, end.get(Gpr.R8));
    }

    @Test void anInjectedDoubleFaultPushesTheResumeFlag() {
        var end = injected(ExceptionVector.DF, "cpuid; hlt; caught: mov r8, [rsp+24]; hlt", new Event.FaultWithCode(ExceptionVector.DF, 0));
        assertEquals(Rflags.RF, end.get(Gpr.R8) & Rflags.RF);
    }

    @Test void aPostedInterruptWaitsForTheInterruptFlag() {
        var posted = (Function<Vcpu, Outcome>) vcpu -> {
            vcpu.post(Event.interrupt(0x30));
            return Outcome.ADVANCE;
        };
        assertEquals(0, run("cli; xor eax, eax; cpuid; nop; hlt", posted).get(Gpr.RSI));
        assertEquals(1, run("cli; xor eax, eax; cpuid; nop; sti; nop; nop; cli; hlt", posted).get(Gpr.RSI));
    }

    @Test void aPostedNmiComesWithInterruptsOff() {
        var end = run("cli; xor eax, eax; cpuid; nop; hlt", vcpu -> {
            vcpu.post(Event.NMI);
            return Outcome.ADVANCE;
        });
        assertEquals(1, end.get(Gpr.RBP));
    }

    /** MOV EBX, EBP comes before anything else that exits. */
    @Test void anNmiPostedWithAFaultComesAfterIt() {
        var end = run("cli; cpuid; mov ebx, ebp; hlt", vcpu -> {
            vcpu.post(Event.NMI);
            return Outcome.inject(Event.UD);
        });
        assertEquals(6, end.get(Gpr.RDI));
        assertEquals(1, end.get(Gpr.RBX));
    }

    @Test void aSecondPostedNmiWaitsForTheFirstOnesIret() {
        var end = run("cli; times 2 cpuid; nop; hlt", vcpu -> {
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

    @Test void aHaltedGuestWakesForATimersInterrupt() {
        assertEquals(3, afterSetUp("again: sti; hlt; cli; cmp esi, 3; jb again; hlt").with(Ticker::new).run().get(Gpr.RSI));
    }
}
