package hv.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Million guest instructions a second of processor time, bare, over ten integer kernels and one of SSE2: all of them in one JVM, round after round, the
 * median of each, and the geometric mean of the integer ones. The first round warms up and is left out.
 */
public final class KernelRates {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final int DEFAULT_ROUNDS = 5;
    /** Kernel and iterations, so that each runs for about a second. */
    private static final Map<String, Integer> KERNELS = new LinkedHashMap<>();
    static {
        KERNELS.put("sieve", 8);
        KERNELS.put("crc32", 20);
        KERNELS.put("sha256", 40);
        KERNELS.put("matmul", 10);
        KERNELS.put("qsort", 8);
        KERNELS.put("fib", 10);
        KERNELS.put("strops", 200);
        KERNELS.put("bignum", 30);
        KERNELS.put("icall", 20);
        KERNELS.put("xpage", 15);
        KERNELS.put(Kernels.FLOATING_POINT, 20);
    }

    private final Kernels kernels = new Kernels();

    private KernelRates() throws IOException {}

    /** @param arguments the number of rounds, 5 unless given */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        new KernelRates().measure(rounds);
    }

    private void measure(int rounds) {
        Map<String, double[]> rates = new LinkedHashMap<>();
        KERNELS.forEach((kernel, iterations) -> rates.put(kernel, new double[rounds]));
        for (int round = -1; round < rounds; round++) {
            for (var kernel : KERNELS.entrySet()) {
                double rate = rate(kernel.getKey(), kernel.getValue());
                if (round >= 0) rates.get(kernel.getKey())[round] = rate;
            }
        }
        rates.forEach((kernel, all) -> IO.println("%-8s %6.0f MIPS".formatted(kernel, median(all))));
        rates.remove(Kernels.FLOATING_POINT);
        double logarithms = rates.values().stream().mapToDouble(all -> Math.log(median(all))).average().orElseThrow();
        IO.println("%-8s %6.0f MIPS, geometric mean of medians over %d rounds".formatted("integer", Math.exp(logarithms), rounds));
    }

    private double rate(String kernel, int iterations) {
        long start = TIMES.getCurrentThreadCpuTime();
        long instructions = kernels.run(kernel, iterations);
        return instructions * 1e3 / (TIMES.getCurrentThreadCpuTime() - start);
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
