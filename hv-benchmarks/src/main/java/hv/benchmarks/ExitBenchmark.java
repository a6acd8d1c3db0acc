package hv.benchmarks;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.api.x86.ExitReason;
import hv.testkit.GuestEnd;
import hv.testkit.GuestRun;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The round trip of a VM exit: a guest's CPUID, dispatch to a plugin's handler, its answer, VMRESUME; making the machine is in it too. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ExitBenchmark {
    private static final int EXITS = 1_000_000;
    private static final String CPUID_LOOP = "mov esi, " + EXITS + "; again: xor eax, eax; cpuid; dec esi; jnz again; cli; hlt";

    @Benchmark @OperationsPerInvocation(EXITS)
    public GuestEnd cpuidThroughAHandler() {
        return GuestRun.asm32(CPUID_LOOP).with(Answer::new).run();
    }

    /** A handler that does as little as possible. */
    public static final class Answer implements ExitHandler {
        private static final CpuidResult RESULT = CpuidResult.signature(1, "hv benchmark");

        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.CPUID)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return Outcome.answer(RESULT); }
    }
}
