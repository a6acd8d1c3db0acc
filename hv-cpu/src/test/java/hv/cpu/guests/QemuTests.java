package hv.cpu.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same images under QEMU, so that what they expect is not our opinion alone; {@code qemu-differences.txt} tells where it is QEMU that errs. */
@Tag("long")
@EnabledIfSystemProperty(named = "hv.long", matches = "true", disabledReason = "runs in the Maven profile 'long'")
class QemuTests {
    private static final String QEMU = "qemu-system-x86_64";
    private static final long SECONDS = 60;
    private static final KnownDifferences DIFFERENCES = KnownDifferences.of("qemu-differences.txt");
    @TempDir private static Path scratch;

    @BeforeAll
    static void find() throws IOException, InterruptedException {
        var found = new ProcessBuilder("sh", "-c", "command -v " + QEMU).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assumeTrue(found.waitFor() == 0, QEMU + " is not installed, so no guest is compared with it");
    }

    @ParameterizedTest @EnumSource
    void agrees(SelfCheckingGuest guest) throws IOException, InterruptedException {
        DIFFERENCES.assumeItEnds(guest);
        assertEquals(List.of(), DIFFERENCES.unexplained(guest, run(guest)));
    }

    private static String run(SelfCheckingGuest guest) throws IOException, InterruptedException {
        var image = scratch.resolve(guest.image());
        try (var in = QemuTests.class.getResourceAsStream("/hv/cpu/images/guests/" + guest.image())) {
            Files.copy(in, image);
        }
        var output = scratch.resolve(guest.id() + ".txt");
        var qemu = new ProcessBuilder(QEMU, "-kernel", image.toString(), "-cpu", "max,vendor=GenuineIntel", "-m", "64", "-device",
                "isa-debug-exit,iobase=0xf4", "-display", "none", "-serial", "file:" + output, "-monitor", "none", "-nic", "none", "-no-reboot").start();
        boolean ended = qemu.waitFor(SECONDS, TimeUnit.SECONDS);
        qemu.destroyForcibly();
        assertTrue(ended, () -> guest + " does not end under QEMU");
        return Files.readString(output, StandardCharsets.ISO_8859_1).replace("\r", "");
    }
}
