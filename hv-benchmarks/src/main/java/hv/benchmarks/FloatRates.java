package hv.benchmarks;

import hv.testkit.GuestRun;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nanoseconds of processor time for a guest's SSE2 arithmetic, done with the JVM's own arithmetic (round to nearest) and in integers (round up). The
 * two take turns in one JVM; each result is the median of the rounds after the first. One pass of the guest's loop has eight of the measured
 * instruction and four others.
 */
public final class FloatRates {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final int TURNS = 10_000_000, EACH = 8, DEFAULT_ROUNDS = 5;
    /** Words of MXCSR as they lie in memory: all exceptions masked, rounding to nearest, and up. */
    private static final String NEAREST = "801f0000", UP = "805f0000";
    /** mov eax, cr4; or ah, 6; mov cr4, eax; mov dword [8000h], … */
    private static final String ENABLE = "0f20e0 80cc06 0f22e0 c70500800000";
    /** ldmxcsr [8000h]; mov esi, 10000000; again: cvtsi2sd xmm0, esi; movapd xmm1, xmm0 */
    private static final String HEAD = "0fae1500800000 be80969800 f20f2ac6 660f28c8";
    /** dec esi; jnz again; cli; hlt */
    private static final String TAIL = "4e 75d5 fa f4";
    /** The measured instructions on xmm1 and xmm0, by mnemonic. */
    private static final Map<String, String> INSTRUCTIONS = new LinkedHashMap<>();
    static {
        INSTRUCTIONS.put("addsd", "f20f58c8");
        INSTRUCTIONS.put("mulsd", "f20f59c8");
        INSTRUCTIONS.put("divsd", "f20f5ec8");
        INSTRUCTIONS.put("sqrtsd", "f20f51c8");
    }

    private FloatRates() {}

    /** @param arguments the number of rounds, 5 unless given */
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        INSTRUCTIONS.forEach((name, code) -> measure(name, code, rounds));
    }

    private static void measure(String name, String code, int rounds) {
        double[] jvm = new double[rounds], integers = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            double first = time(code, NEAREST), second = time(code, UP);
            if (round < 0) continue;
            jvm[round] = first;
            integers[round] = second;
        }
        double fast = KernelRates.median(jvm), slow = KernelRates.median(integers);
        IO.println("%-8s %5.1f ns by the JVM's arithmetic, %5.1f ns in integers: %.1f times as long".formatted(name, fast, slow, slow / fast));
    }

    private static double time(String code, String mxcsr) {
        var guest = GuestRun.code32(ENABLE + mxcsr + HEAD + code.repeat(EACH) + TAIL).limit(Long.MAX_VALUE);
        long start = TIMES.getCurrentThreadCpuTime();
        guest.run();
        return (TIMES.getCurrentThreadCpuTime() - start) / (double) (TURNS * EACH);
    }
}
