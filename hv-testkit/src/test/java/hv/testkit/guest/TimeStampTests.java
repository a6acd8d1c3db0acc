package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.testkit.GuestEnd;
import hv.testkit.GuestRun;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each guest has a time-stamp counter of its own to write to, and IA32_TSC_ADJUST tells by how much. */
class TimeStampTests {
    /** RDTSC exits, and nobody answers. */
    static final class Exits implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.RDTSC)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.NATIVE; }
    }

    /** To ECX; EDX:EAX := high, low. */
    private static String wrmsr(int index, int high, int low) {
        return "mov ecx, %d; mov eax, %d; mov edx, %d; wrmsr; ".formatted(index, low, high);
    }
    private static String rdmsr(int index) { return "mov ecx, %d; rdmsr; ".formatted(index); }

    private static final int TSC = 0x10, ADJUST = 0x3B;
    private static final long HIGH = 0x100_0000_0000L, SOON = 1000;
    private static final String RDTSC = "rdtsc; ", SAVE = "shl rdx, 32; or rdx, rax; mov rbx, rdx; ";         // rbx := edx:eax
    private static final String HLT = "hlt";
    /** 2 where the counter is a little above {@link #HIGH}, and RBX below. */
    private static final String TELL = "shr edx, 8; shr rbx, 32; add ebx, 1; shr ebx, 8; lea eax, [rbx+rdx]; out 0xF4, al; hlt";
    private static final String X2APIC = rdmsr(0x1B) + "or eax, 0xC00; wrmsr; ";
    private static final String WAIT = "wait_for_irr: " + rdmsr(0x821) + "test eax, 0x10000; jz wait_for_irr; ";

    private static void isSoonAfter(long start, long value) { assertTrue(value >= start && value < start + SOON, () -> Long.toHexString(value)); }
    private static long edxEax(GuestEnd end) { return end.get(Gpr.RDX) << 32 | end.get(Gpr.RAX); }

    @ParameterizedTest @ValueSource(strings = {RDTSC, "rdtscp; ", "mov ecx, 0x10; rdmsr; "})
    void theCounterGoesOnFromWhatIsWritten(String read) {
        isSoonAfter(HIGH, edxEax(GuestRun.asm64(wrmsr(TSC, 0x100, 0) + read + HLT).run()));
        isSoonAfter(HIGH, edxEax(GuestRun.asm64(wrmsr(TSC, 0x100, 0) + read + HLT).with(Exits::new).run()));
    }

    @Test void adjustTellsOfItAndMovesTheCounter() {
        var end = GuestRun.asm64(wrmsr(TSC, 0x100, 0) + rdmsr(ADJUST) + SAVE + wrmsr(ADJUST, 0, 0) + RDTSC + HLT).run();
        assertTrue(end.get(Gpr.RBX) < HIGH && end.get(Gpr.RBX) > HIGH / 2, "what the counter was is missing");
        long passed = HIGH - end.get(Gpr.RBX);
        isSoonAfter(passed, edxEax(end));
    }

    /** The first writes its counter, and the second looks at its own long after. */
    @Test void anotherGuestsCounterStays() {
        var report = new Machines().timeSlice(100)
                .add("writes", wrmsr(TSC, 0x100, 0) + "mov ecx, 250000; loop $; rdtsc; mov eax, edx; shr eax, 8; out 0xF4, al; hlt", Mode.LONG_64)
                .add("reads", "mov ecx, 250000; loop $; rdtsc; mov eax, edx; out 0xF4, al; hlt", Mode.LONG_64).run();
        assertEquals(new Ending.Stopped(3, "exit port"), report.machines().getFirst().ending());
        assertEquals(new Ending.Stopped(1, "exit port"), report.machines().getLast().ending());
    }

    @Test void whoLeavesVmxOperationTakesTheCounterAlong() {
        var code = wrmsr(TSC, 0x100, 0) + "vmcall; " + rdmsr(ADJUST) + SAVE + RDTSC + TELL;
        var report = new Machines().with(DepartureTests.Door::new).add("main", code, Mode.LONG_64).run();
        assertEquals(new Ending.Left(new Ending.Stopped(5, "exit port")), report.machines().getFirst().ending());
    }

    @Test void whoBecomesAGuestKeepsTheCounter() {
        String code = wrmsr(TSC, 0x100, 0) + "guest: " + rdmsr(ADJUST) + SAVE + RDTSC + TELL;
        var report = new Machines().virtualizeAt("guest").add("main", code, Mode.LONG_64).run();
        assertEquals(new Ending.Stopped(5, "exit port"), report.machines().getFirst().ending());
    }

    /** x2APIC mode, the timer in TSC-deadline mode; then until the interrupt's bit is in IRR. */
    @Test void theTimersDeadlineIsInTheGuestsTime() {
        var end = GuestRun.asm64(X2APIC + wrmsr(0x80F, 0, 0x1FF) + wrmsr(0x832, 0, 0x4_0030) + wrmsr(TSC, 0x100, 0) + wrmsr(0x6E0, 0x100, 100_000)
                + WAIT + RDTSC + HLT).run();
        isSoonAfter(HIGH + 100_000, edxEax(end));
    }

    @Test void aDeadlineThatAWriteOfTheCounterPassesIsReached() {
        var end = GuestRun.asm64(X2APIC + wrmsr(0x80F, 0, 0x1FF) + wrmsr(0x832, 0, 0x4_0030) + wrmsr(0x6E0, 0x100, 0) + wrmsr(ADJUST, 0x100, 0)
                + WAIT + RDTSC + HLT).limit(10_000).run();
        assertEquals(0x100, end.get(Gpr.RDX));
    }
}
