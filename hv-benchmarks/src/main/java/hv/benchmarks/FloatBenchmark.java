package hv.benchmarks;

import hv.testkit.GuestEnd;
import hv.testkit.GuestRun;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** A guest's MULSD, ADDSD and DIVSD: with the JVM's arithmetic, where MXCSR asks for nothing special; and by the letter, in integers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FloatBenchmark {
    private static final int ROUNDS = 1_000_000;
    /** mov eax, cr4; or ah, 6; mov cr4, eax; mov dword [8000h], … */
    private static final String ENABLE = "0f20e0 80cc06 0f22e0 c70500800000";
    /**
     * ldmxcsr [8000h]; mov esi, 1000000; again: cvtsi2sd xmm0, esi; movapd xmm1, xmm0; mulsd xmm1, xmm0; addsd xmm1, xmm0; divsd xmm1, xmm0;
     * dec esi; jnz again; cli; hlt
     */
    private static final String LOOP = "0fae1500800000 be40420f00 f20f2ac6 660f28c8 f20f59c8 f20f58c8 f20f5ec8 4e 75e9 fa f4";

    @Benchmark @OperationsPerInvocation(ROUNDS)
    public GuestEnd roundingToNearest() { return GuestRun.code32(ENABLE + "801f0000" + LOOP).run(); }

    @Benchmark @OperationsPerInvocation(ROUNDS)
    public GuestEnd roundingUp() { return GuestRun.code32(ENABLE + "805f0000" + LOOP).run(); }
}
