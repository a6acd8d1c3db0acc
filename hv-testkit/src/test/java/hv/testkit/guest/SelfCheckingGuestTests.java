package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guests of hv-cpu that check themselves find the same processor inside a virtual machine: VT-x is transparent. */
class SelfCheckingGuestTests {
    private static final Path IMAGES = Path.of("../hv-cpu/src/test/resources/hv/cpu/images/guests");
    /** Task switches and triple faults are VM exits that nobody answers here; the others need devices. */
    private static final Set<String> STOPPED = Set.of("tasks.elf", "triple-fault.elf", "a20.elf", "x87-errors.elf");
    /** Guests that are hypervisors themselves: a virtual machine has no VMX. */
    private static final String HYPERVISORS = "vmx-";

    static List<Path> images() throws IOException {
        try (Stream<Path> files = Files.list(IMAGES)) {
            var images = files.filter(file -> mayRun(file.getFileName().toString())).sorted().toList();
            assertTrue(images.size() > 10, () -> "only " + images);
            return images;
        }
    }

    private static boolean mayRun(String name) { return name.endsWith(".elf") && !STOPPED.contains(name) && !name.startsWith(HYPERVISORS); }

    @ParameterizedTest @MethodSource("images")
    void everyCasePasses(Path image) throws IOException {
        var guest = new BenchGuest(image.getFileName().toString(), Files.readAllBytes(image), "");
        var report = guest.run();
        var lines = guest.printed().lines().toList();
        assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("FAIL")).toList());
        assertEquals("passed %d, failed 0".formatted(lines.size() - 1), lines.getLast(), report::toString);
    }
}
