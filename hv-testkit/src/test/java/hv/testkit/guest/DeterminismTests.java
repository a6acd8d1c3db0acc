package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.report.RunReport;
import hv.testkit.GuestRun;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs of one guest are the same to the bit, whatever else the host has to do meanwhile. */
class DeterminismTests {
    private static final int CHUNK = 1 << 20;
    private static final String RANDOM = "rdrand eax; rdseed ebx; mov ebp, eax; rdtsc; mov ecx, eax; cli; hlt";

    /** The observable results of a run. */
    private record Seen(long instructions, RunReport.MachineReport machine, String printed, long memory) {}

    /** Sums guest memory up when the run ends. */
    private static final class MemorySum implements Device {
        private Machine machine;
        private long sum;

        @Override public void plugIn(Machine machine) {
            this.machine = machine;
            machine.ports(0xF4, 1, new StopPort());
        }

        private final class StopPort implements PortDevice {
            @Override public int in(int port, int bytes) { return 0; }
            @Override public void out(int port, int bytes, int value) {
                sum = sum();
                machine.stop(value << 1 | 1, "exit port");
            }
        }

        private long sum() {
            var crc = new CRC32();
            var chunk = new byte[CHUNK];
            for (long at = 0; at < BenchGuest.MEMORY; at += CHUNK) {
                machine.memory().read(new Gpa(at), chunk, 0, CHUNK);
                crc.update(chunk);
            }
            return crc.getValue();
        }
    }

    private static Seen run(String image, String command, Function<BenchGuest, RunReport> how) {
        var memory = new MemorySum();
        var guest = new BenchGuest(image, command).endingWith(memory);
        var report = how.apply(guest);
        assertTrue(guest.printed().contains("RESULT "), guest::printed);
        assertNotEquals(0, memory.sum);
        return new Seen(report.instructions(), report.machines().getFirst(), guest.printed(), memory.sum);
    }

    /** More busy threads than the host has processors, and garbage for the collector. */
    private static <T> T underLoad(Supplier<T> what) throws InterruptedException {
        var over = new AtomicBoolean();
        var threads = IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors()).mapToObj(_ -> Thread.ofPlatform().start(() -> burn(over))).toList();
        try {
            return what.get();
        } finally {
            over.set(true);
            for (var thread : threads) thread.join();
        }
    }

    private static void burn(AtomicBoolean over) {
        long sum = 0;
        while (!over.get()) sum += List.of(new byte[CHUNK / 16], sum).hashCode();
    }

    @ParameterizedTest @ValueSource(strings = {"sys.elf pf 10", "sys.elf int 20", "int32.elf sha256-32 2"})
    void aVirtualMachineRunsTheSameUnderLoad(String line) throws InterruptedException {
        var image = line.substring(0, line.indexOf(' '));
        var command = line.substring(image.length() + 1);
        Function<BenchGuest, RunReport> watched = guest -> guest.with(TransparencyTests.Everything::new).run();
        assertEquals(run(image, command, watched), underLoad(() -> run(image, command, watched)));
    }

    @Test void theBareMachineRunsTheSameUnderLoad() throws InterruptedException {
        assertEquals(run("int64.elf", "qsort 3", BenchGuest::bare), underLoad(() -> run("int64.elf", "qsort 3", BenchGuest::bare)));
    }

    @Test void randomNumbersAndTimeRepeatWithTheirSeed() {
        var first = GuestRun.asm32(RANDOM).run();
        var again = GuestRun.asm32(RANDOM).seed(0).run();
        for (var register : Gpr.values()) assertEquals(first.get(register), again.get(register), register::name);
        var other = GuestRun.asm32(RANDOM).seed(1).run();
        assertNotEquals(first.get(Gpr.RBP), other.get(Gpr.RBP));
        assertNotEquals(first.get(Gpr.RBX), other.get(Gpr.RBX));
        assertEquals(first.get(Gpr.RCX), other.get(Gpr.RCX));
    }
}
