package hv.benchmarks;

import hv.cpu.assembler.Assembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From the start of the process {@code ./hv run} (or what the property hv names) to what its guest's first instructions print. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@Fork(1)
@State(Scope.Thread)
public class StartBenchmark {
    private static final String GUEST = "mov al, 'x'; out 0xE9, al; out 0xF4, al; hlt";

    private Path image;
    private Process running;

    @Setup
    public void write() throws IOException {
        image = Files.createTempFile("first", ".bin");
        Files.write(image, Assembler.assemble(GUEST, 32, 0).bytes());
    }

    @Benchmark
    public int untilTheFirstInstruction() throws IOException {
        running = new ProcessBuilder(System.getProperty("hv", "./hv"), "run", "--quiet", "--flat", "0x100000:32", image.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int first = running.getInputStream().read();
        if (first != 'x') throw new IllegalStateException("the guest printed " + first);
        return first;
    }

    @TearDown(Level.Invocation)
    public void await() throws InterruptedException { running.waitFor(); }

    @TearDown
    public void delete() throws IOException { Files.delete(image); }
}
