package hv.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Nanoseconds of processor time for the round trip of a VM exit of a hypervisor in machine code: guest instruction, VM exit, the hypervisor's handler with its
 * VMREADs and VMWRITEs, VMRESUME. The median of some rounds after one that warms up.
 */
public final class ExitRates {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final List<String> KERNELS = List.of("vmx-cpuid", "vmx-vmcall", "vmx-rdmsr", "vmx-out", "vmx-eptviolation");
    private static final int ITERATIONS = 400, EXITS_AN_ITERATION = 1000, DEFAULT_ROUNDS = 5;

    private ExitRates() {}

    /** @param arguments the number of rounds, 5 unless given */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        try (var content = ExitRates.class.getResourceAsStream("vmx.elf")) {
            byte[] image = content.readAllBytes();
            for (var kernel : KERNELS) IO.println("%-16s %6.0f ns".formatted(kernel, measure(image, kernel, rounds)));
        }
    }

    private static double measure(byte[] image, String kernel, int rounds) {
        var times = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            long start = TIMES.getCurrentThreadCpuTime();
            Kernels.run("vmx.elf", image, kernel, ITERATIONS);
            double each = (TIMES.getCurrentThreadCpuTime() - start) / (double) (ITERATIONS * EXITS_AN_ITERATION);
            if (round >= 0) times[round] = each;
        }
        return KernelRates.median(times);
    }
}
