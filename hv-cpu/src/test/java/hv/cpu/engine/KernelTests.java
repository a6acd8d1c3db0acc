package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.testing.BareMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole programs, 32-bit and 64-bit, with paging: the checksums are those that other processors and emulators computed from the same images. */
class KernelTests {
    private static final long INSTRUCTIONS = 500_000_000, MEGABYTES = 256;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kernels")
    void computesTheChecksum(String image, String kernel, int iterations, String checksum) {
        try (var machine = new BareMachine(MEGABYTES).boot(image, image + " " + kernel + " " + iterations)) {
            var end = machine.run(INSTRUCTIONS);
            String result = machine.output().lines().filter(line -> line.startsWith("RESULT")).findFirst().orElse("");
            assertEquals("RESULT " + kernel + " " + iterations + " " + checksum, result, machine::output);
            assertEquals(RunResult.PAUSED, end);
        }
    }

    private static Stream<Arguments> kernels() throws IOException {
        try (var table = KernelTests.class.getResourceAsStream("/hv/cpu/images/kernels.csv")) {
            var text = new String(table.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().skip(1).map(line -> Arguments.of((Object[]) line.split(",")));
        }
    }

    @Test
    void twoRunsRetireTheSameInstructionsAndLeaveTheSameMemory() {
        assertEquals(trace(), trace());
    }

    private static String trace() {
        try (var machine = new BareMachine(64).boot("sys.elf", "sys.elf int 20")) {
            machine.run(INSTRUCTIONS);
            var sum = new CRC32();
            var page = new byte[4096];
            for (long at = 0; at < machine.ram.bytes(); at += page.length) {
                machine.ram.read(at, page, 0, page.length);
                sum.update(page);
            }
            return machine.processor.retired() + " instructions, memory " + Long.toHexString(sum.getValue()) + "\n" + machine.output();
        }
    }
}
