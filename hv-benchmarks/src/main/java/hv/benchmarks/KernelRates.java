package hv.benchmarks;

import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.HypervisorConfig;
import hv.core.config.PluginOptions;
import hv.core.config.RunOptions;
import hv.core.config.VmConfig;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginCatalog;
import hv.core.report.Narrator;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.ProcessorProfiles;
import hv.devices.ExitPort;
import hv.devices.serial.Serial;
import hv.ept.Identity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Million guest instructions a second of processor time, bare, over ten integer kernels: all of them in one JVM, round after round, the median of each, and their
 * geometric mean. The first round warms up and is left out.
 */
public final class KernelRates {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final int DEFAULT_ROUNDS = 5;
    private static final String ORIGIN = "benchmark";
    private static final long MEMORY = 256L << 20;
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
    }

    private final byte[] image;

    private KernelRates(byte[] image) { this.image = image; }

    /** @param arguments the number of rounds, 5 unless given */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        try (var content = KernelRates.class.getResourceAsStream("int64.elf")) {
            new KernelRates(content.readAllBytes()).measure(rounds);
        }
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
        double logarithms = rates.values().stream().mapToDouble(all -> Math.log(median(all))).average().orElseThrow();
        IO.println("%-8s %6.0f MIPS, geometric mean of medians over %d rounds".formatted("all", Math.exp(logarithms), rounds));
    }

    private double rate(String kernel, int iterations) {
        long start = TIMES.getCurrentThreadCpuTime();
        long instructions = run("int64.elf", image, kernel, iterations);
        return instructions * 1e3 / (TIMES.getCurrentThreadCpuTime() - start);
    }

    /** Runs a kernel of a bare image. @return instructions retired */
    static long run(String file, byte[] image, String kernel, int iterations) {
        var guest = GuestImages.of(file, image, new Boot(kernel + " " + iterations, List.of()));
        var machine = new VmConfig(kernel, guest, MEMORY, VmConfig.IDENTITY, PluginOptions.DEFAULT, ConsoleEnd.NONE);
        var catalog = new PluginCatalog(List.of(FoundPlugin.of(ExitPort::new, ORIGIN), FoundPlugin.of(Identity::new, ORIGIN),
                FoundPlugin.of(Serial::new, ORIGIN)), List.of());
        var config = new HypervisorConfig(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), LogicalProcessor::create, List.of(machine), catalog,
                RunOptions.DEFAULT);
        return new Hypervisor(config, Narrator.SILENT).bare().instructions();
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
