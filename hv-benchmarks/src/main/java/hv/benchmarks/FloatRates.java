package hv.benchmarks;

import hv.testkit.GuestRun;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Nanoseconds of processor time for a guest's SSE2 arithmetic, done with the JVM's own arithmetic (round to nearest) and in integers (round up). The
 * two take turns in one JVM; each result is the median of the rounds after the first. One pass of the guest's loop has eight of the measured
 * instruction and four others.
 */
public final class FloatRates {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final int TURNS = 10_000_000, EACH = 8, DEFAULT_ROUNDS = 5;
    /** Values of MXCSR: all exceptions masked, rounding to nearest, and up. */
    private static final int NEAREST = 0x1F80, UP = 0x5F80;
    /** Without MXCSR, the turns, the instruction and how often it stands there. */
    private static final String GUEST = """
                    mov eax, cr4; or ah, 6; mov cr4, eax
                    mov dword [0x8000], %d; ldmxcsr [0x8000]
                    mov esi, %d
            again:  cvtsi2sd xmm0, esi
                    movapd xmm1, xmm0
                    times %d %s xmm1, xmm0
                    dec esi
                    jnz again
                    cli; hlt
            """;
    private static final List<String> INSTRUCTIONS = List.of("addsd", "mulsd", "divsd", "sqrtsd");

    private FloatRates() {}

    /** @param arguments the number of rounds, 5 unless given */
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        INSTRUCTIONS.forEach(name -> measure(name, rounds));
    }

    private static void measure(String name, int rounds) {
        double[] jvm = new double[rounds], integers = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            double first = time(name, NEAREST), second = time(name, UP);
            if (round < 0) continue;
            jvm[round] = first;
            integers[round] = second;
        }
        double fast = KernelRates.median(jvm), slow = KernelRates.median(integers);
        IO.println("%-8s %5.1f ns by the JVM's arithmetic, %5.1f ns in integers: %.1f times as long".formatted(name, fast, slow, slow / fast));
    }

    private static double time(String instruction, int mxcsr) {
        var guest = GuestRun.asm32(GUEST.formatted(mxcsr, TURNS, EACH, instruction)).limit(Long.MAX_VALUE);
        long start = TIMES.getCurrentThreadCpuTime();
        guest.run();
        return (TIMES.getCurrentThreadCpuTime() - start) / (double) (TURNS * EACH);
    }
}
