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
import java.util.HexFormat;
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
        return "b9%sb8%sba%s0f30".formatted(little(index), little(low), little(high));
    }
    private static String rdmsr(int index) { return "b9%s0f32".formatted(little(index)); }
    private static String little(int value) { return "%08x".formatted(Integer.reverseBytes(value)); }

    private static final int TSC = 0x10, ADJUST = 0x3B;
    private static final long HIGH = 0x100_0000_0000L, SOON = 1000;
    private static final String RDTSC = "0f31", SAVE = "48c1e220 4809c2 4889d3 ";          // rbx := edx:eax
    private static final String HLT = "f4";
    /**
     * shr edx, 8; shr rbx, 32; inc ebx; shr ebx, 8; lea eax, [rbx+rdx]; out F4H, al: 2 where the counter is a little above {@link #HIGH}, and RBX below.
     */
    private static final String TELL = "c1ea08 48c1eb20 83c301 c1eb08 8d0413 e6f4 f4";

    private static void isSoonAfter(long start, long value) { assertTrue(value >= start && value < start + SOON, () -> Long.toHexString(value)); }
    private static long edxEax(GuestEnd end) { return end.get(Gpr.RDX) << 32 | end.get(Gpr.RAX); }

    @ParameterizedTest @ValueSource(strings = {RDTSC, "0f01f9", "b9100000000f32"})      // rdtsc; rdtscp; rdmsr
    void theCounterGoesOnFromWhatIsWritten(String read) {
        isSoonAfter(HIGH, edxEax(GuestRun.code64(wrmsr(TSC, 0x100, 0) + read + HLT).run()));
        isSoonAfter(HIGH, edxEax(GuestRun.code64(wrmsr(TSC, 0x100, 0) + read + HLT).with(Exits::new).run()));
    }

    @Test void adjustTellsOfItAndMovesTheCounter() {
        var end = GuestRun.code64(wrmsr(TSC, 0x100, 0) + rdmsr(ADJUST) + SAVE + wrmsr(ADJUST, 0, 0) + RDTSC + HLT).run();
        assertTrue(end.get(Gpr.RBX) < HIGH && end.get(Gpr.RBX) > HIGH / 2, "what the counter was is missing");
        long passed = HIGH - end.get(Gpr.RBX);
        isSoonAfter(passed, edxEax(end));
    }

    /** The first writes its counter, and the second looks at its own long after. */
    @Test void anotherGuestsCounterStays() {
        var code = HexFormat.of();
        var report = new Machines().timeSlice(100)
                .add("writes", code.parseHex(wrmsr(TSC, 0x100, 0) + "b990d00300 e2fe 0f31 89d0 c1e808 e6f4 f4".replace(" ", "")), Mode.LONG_64)
                .add("reads", code.parseHex("b990d00300 e2fe 0f31 89d0 e6f4 f4".replace(" ", "")), Mode.LONG_64).run();
        assertEquals(new Ending.Stopped(3, "exit port"), report.machines().getFirst().ending());
        assertEquals(new Ending.Stopped(1, "exit port"), report.machines().getLast().ending());
    }

    @Test void whoLeavesVmxOperationTakesTheCounterAlong() {
        var code = wrmsr(TSC, 0x100, 0) + "0f01c1" + rdmsr(ADJUST) + SAVE + RDTSC + TELL;
        var report = new Machines().with(DepartureTests.Door::new).add("main", HexFormat.of().parseHex(code.replace(" ", "")), Mode.LONG_64).run();
        assertEquals(new Ending.Left(new Ending.Stopped(5, "exit port")), report.machines().getFirst().ending());
    }

    @Test void whoBecomesAGuestKeepsTheCounter() {
        String before = wrmsr(TSC, 0x100, 0), after = rdmsr(ADJUST) + SAVE + RDTSC + TELL;
        var code = HexFormat.of().parseHex((before + after).replace(" ", ""));
        var report = new Machines().virtualizeAt(Machines.CODE + before.length() / 2).add("main", code, Mode.LONG_64).run();
        assertEquals(new Ending.Stopped(5, "exit port"), report.machines().getFirst().ending());
    }

    /** x2APIC mode, the timer in TSC-deadline mode; then until the interrupt's bit is in IRR. */
    @Test void theTimersDeadlineIsInTheGuestsTime() {
        String x2apic = rdmsr(0x1B) + "0d000c0000 0f30", waits = rdmsr(0x821) + "a900000100 74f2";
        var end = GuestRun.code64(x2apic + wrmsr(0x80F, 0, 0x1FF) + wrmsr(0x832, 0, 0x4_0030) + wrmsr(TSC, 0x100, 0) + wrmsr(0x6E0, 0x100, 100_000)
                + waits + RDTSC + HLT).run();
        isSoonAfter(HIGH + 100_000, edxEax(end));
    }

    @Test void aDeadlineThatAWriteOfTheCounterPassesIsReached() {
        String x2apic = rdmsr(0x1B) + "0d000c0000 0f30", waits = rdmsr(0x821) + "a900000100 74f2";
        var end = GuestRun.code64(x2apic + wrmsr(0x80F, 0, 0x1FF) + wrmsr(0x832, 0, 0x4_0030) + wrmsr(0x6E0, 0x100, 0) + wrmsr(ADJUST, 0x100, 0)
                + waits + RDTSC + HLT).limit(10_000).run();
        assertEquals(0x100, end.get(Gpr.RDX));
    }
}
