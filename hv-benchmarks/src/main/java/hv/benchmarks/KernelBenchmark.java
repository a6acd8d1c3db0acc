package hv.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One kernel in a JVM of its own: retired guest instructions a microsecond, which is MIPS, on the host's clock. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class KernelBenchmark {
    @Param({"sieve", "crc32", "sha256", "matmul", "qsort", "fib", "strops", "bignum", "icall", "xpage"}) private String kernel;
    private Kernels kernels;

    @Setup
    public void load() throws IOException { kernels = new Kernels(); }

    /** Further counters for JMH. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Retired {
        public long instructions;
    }

    @Benchmark
    public void run(Retired retired) { retired.instructions += kernels.run(kernel, 4); }
}
