package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.launcher.HvProcess.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One guest under a hypervisor in machine code, under the VMM in Java, and under another emulator. */
class MiniHypervisorTests {
    private static final String EPT_VIOLATION = "30";
    private static Result bare;

    @BeforeAll static void runIt() throws IOException, InterruptedException { bare = HvProcess.run("run", "--bare", "mini-hypervisor"); }

    @Test void runsToTheEndOfItsGuest() {
        assertEquals(0, bare.status(), bare.err());
        assertEquals("The guest halted; VMXOFF. I halt, too.", bare.lines().getLast());
    }

    @Test void meetsTheExitsThatAnotherEmulatorGivesIt() throws IOException {
        List<String> expected;
        try (var file = MiniHypervisorTests.class.getResourceAsStream("mini-hypervisor-exits.txt")) {
            expected = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
        }
        assertEquals(expected, exits(bare).stream().map(MiniHypervisorTests::reasonLengthAndRip).toList());
    }

    /** Reason, qualification, instruction length, RIP and the fold of the general registers at each exit but those for memory. */
    @Test void itsGuestExitsAlikeUnderTheVmmInJava(@TempDir Path plugins) throws IOException, InterruptedException {
        recorderInto(plugins.resolve("recorder.jar"));
        var managed = HvProcess.run("run", "exits", "--plugin-path", plugins.toString(), "--plugins", "exit-recorder,vmcall,cpuid",
                "--set", "cpuid.show=vmx", "--set", "cpuid.hypervisor=false");
        assertEquals(0, managed.status(), managed.err());
        var there = exits(bare).stream().filter(line -> !line.startsWith(EPT_VIOLATION)).toList();
        assertTrue(there.size() > 10, "the guest exits often");
        assertEquals(there, managed.err().lines().filter(line -> line.startsWith("exit: ")).map(line -> line.substring(6)).toList());
    }

    private static List<String> exits(Result run) {
        var lines = new ArrayList<>(run.lines());
        return lines.subList(lines.indexOf("reason qualification length rip registers") + 1, lines.size() - 1);
    }

    private static String reasonLengthAndRip(String line) {
        var words = line.split(" ");
        return words[0] + " " + (words[0].equals(EPT_VIOLATION) ? "-" : words[2]) + " " + words[3];
    }

    /** A jar as a user would make it: one class and META-INF/services. */
    private static void recorderInto(Path file) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(file)); var code = MiniHypervisorTests.class.getResourceAsStream("/guestexits/ExitRecorder.class")) {
            jar.putNextEntry(new ZipEntry("guestexits/ExitRecorder.class"));
            code.transferTo(jar);
            jar.putNextEntry(new ZipEntry("META-INF/services/hv.api.ExitHandler"));
            jar.write("guestexits.ExitRecorder\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
