package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTests {
    @Test void tourTellsALifeUnderVtxInItsOrder() throws Exception {
        var tour = HvProcess.run("run");
        assertEquals(0, tour.status(), tour.err());
        assertEquals("", tour.err());
        int last = -1;
        for (var step : List.of("VMXE := 1", "VMXON", "VMCLEAR", "VMPTRLD", "VMWRITE", "VMLAUNCH", "Hello, I am", "#GP, caught", "leave VMX operation",
                "VMXOFF", "VMXE := 0", "I go on natively, my registers intact; CR4.VMXE is 0", "#UD, caught", "I halt", "Summary", "instructions retired")) {
            int at = tour.out().indexOf(step, last + 1);
            assertTrue(at > last, "'" + step + "' is missing or too early in:\n" + tour.out());
            last = at;
        }
    }

    @Test void quietLeavesTheGuestsOutputAlone() throws Exception {
        var quiet = HvProcess.run("run", "--quiet", "pair-one");
        assertEquals("Guest with 1111…: all my registers are as I left them.\n", quiet.out());
        assertEquals("", quiet.err());
    }

    @Test void traceTellsEachExitOnStandardError() throws Exception {
        var traced = HvProcess.run("run", "--trace", "exits");
        assertEquals(3, traced.err().lines().filter(line -> line.startsWith("exits at 200058H: CPUID leaf 80000000H")).count(), traced.err());
        assertEquals("", traced.out());
    }

    @Test void twoGuestsKeepTheirRegistersThroughManySwitches(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("pair.toml"), """
                time-slice = 20_000
                [[vm]]
                image = "pair-one"
                [[vm]]
                image = "pair-two"
                """);
        var both = HvProcess.run("run", "--vm", file.toString());
        assertEquals(0, both.status(), both.err());
        assertEquals(List.of("Guest with 1111…: all my registers are as I left them.", "Guest with 2222…: all my registers are as I left them."), both.lines());
        assertTrue(both.err().contains("vmx preemption timer expired 1,0"), both.err());
    }

    @Test void instructionLimitEndsWithItsStatus() throws Exception {
        var limited = HvProcess.run("run", "--max-instructions", "1000", "pair-one");
        assertEquals(10, limited.status(), limited.err());
    }

    @Test void seedAndDateOfAFileAreToldAndTheOptionsComeOnTop(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("run.toml"), "seed = 7\ndate = 2020-02-29T12:00:00Z\n[[vm]]\nimage = \"pair-one\"\n");
        assertTrue(HvProcess.run("run", "--vm", file.toString()).err().contains("; seed 7, start date 2020-02-29T12:00:00Z."));
        var both = HvProcess.run("run", "--vm", file.toString(), "--seed", "8", "--date", "2021-03-01");
        assertTrue(both.err().contains("; seed 8, start date 2021-03-01T00:00:00Z."), both.err());
    }

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            run missing.elf                | There is no file missing.elf, and no bundled guest of that name
            run /dev                       | /dev can't be read: it is a folder.
            run README.md                  | There is no file README.md
            run pom.xml                    | pom.xml is neither a multiboot 1 image nor an ELF executable
            run tour --memory 64K          | tour needs guest memory at 100000H to
            run tour --memory 5            | A guest's memory is a multiple of 4K, not 5 bytes
            run exits --append x           | exits is no multiboot image
            run --cpu i486                 | unknown processor 'i486'
            run --memory lots              | 'lots' is not a number
            run --plugins nonesuch         | unknown plugin 'nonesuch'
            run --set cpuid.brnad=x        | unknown setting 'brnad'
            run --set serial.port=com1     | setting serial.port: 'com1' is not a number
            run --set serial               | --set takes id.key=value, not 'serial'
            run --nonesuch                 | Unknown option: '--nonesuch'
            run --plugin-path nowhere      | plugin path nowhere does not exist
            run --date tomorrow            | 'tomorrow' is not a date; write 2026-01-01
            run --replay-input nowhere.txt | There is no recorded console input nowhere.txt
            run --replay-input pom.xml     | pom.xml is no recorded console input
            run --record-input /dev/null/x | The console input can't be recorded in /dev/null/x
            run --seed x                   | 'x' is not a number
            run --vm nowhere.toml          | There is no file nowhere.toml
            chain nonesuch                 | unknown exit reason 'nonesuch'
            """)
    void mistakesGetOneSentenceAndStatusTwo(String arguments, String message) throws Exception {
        var mistaken = HvProcess.run(arguments.split(" "));
        assertEquals(2, mistaken.status(), mistaken.err());
        assertTrue(mistaken.err().startsWith("hv: " + message) || mistaken.err().contains(message), mistaken.err());
        assertFalse(mistaken.err().contains("\tat "), "no stack trace:\n" + mistaken.err());
    }

    @ParameterizedTest @CsvSource({"no-vmx", "locked-off", "vmxe-taken", "no-ept"})
    void processorThatLacksAFeatureStopsTheRunWithTheReason(String profile) throws Exception {
        var stopped = HvProcess.run("run", "--cpu", profile, "pair-one");
        assertEquals(8, stopped.status(), stopped.err());
        assertEquals("", stopped.out());
    }

    @Test void truncatedImageIsNamed(@TempDir Path folder) throws IOException, InterruptedException {
        var whole = Files.readAllBytes(Path.of("src/main/resources/hv/launcher/guests/tour.elf"));
        var file = Files.write(folder.resolve("half.elf"), Arrays.copyOf(whole, whole.length / 2));
        var half = HvProcess.run("run", file.toString());
        assertEquals(2, half.status());
        assertTrue(half.err().startsWith("hv: half.elf is truncated: its segment for 100000H ends at byte"), half.err());
    }

    @Test void garbageForAGuestEndsWithItsReport(@TempDir Path folder) throws IOException, InterruptedException {
        var garbage = new byte[4096];
        new Random(4711).nextBytes(garbage);
        var file = Files.write(folder.resolve("garbage.bin"), garbage);
        var ended = HvProcess.run("run", "--flat", "0x100000:32", "--max-instructions", "100000", file.toString());
        assertEquals(4, ended.status(), ended.err());
        assertTrue(ended.err().startsWith("hv: garbage.bin failed: ") && ended.err().contains("the guest triple-faulted"), ended.err());
        assertFalse(ended.err().contains("\tat "), "no stack trace:\n" + ended.err());
    }

    /** MOV AL, '!'; OUT E9H, AL; SMSW AX; NOT AL; AND AL, 1; OUT F4H, AL. */
    @Test void bootCodeStartsInRealModeUnderTheVmmAndBare(@TempDir Path folder) throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("boot.bin"), HexFormat.of().parseHex("b021e6e90f01e0f6d02401e6f4")).toString();
        for (var options : List.of(List.of("--quiet"), List.of("--quiet", "--bare"))) {
            var ended = HvProcess.run(Stream.of(List.of("run", "--flat", "0x7C00:real"), options, List.of(file)).flatMap(List::stream).toArray(String[]::new));
            assertEquals(3, ended.status(), ended.err());
            assertEquals("!", ended.out());
        }
    }

    @Test void guestTooLargeForItsMemoryIsToldHowMuchItNeeds(@TempDir Path folder) throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("large.bin"), new byte[3 << 20]);
        var large = HvProcess.run("run", "--flat", "0x100000:32", "--memory", "2M", file.toString());
        assertEquals(2, large.status());
        assertTrue(large.err().startsWith("hv: large.bin needs guest memory at 100000H to"), large.err());
    }

    @Test void interruptionEndsTheRunWithItsSummary(@TempDir Path folder) throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("endless.bin"), HexFormat.of().parseHex("b021e6e9ebfe"));
        var interrupted = HvProcess.interrupted("!", "run", "--flat", "0x100000:32", file.toString());
        assertEquals(130, interrupted.status(), interrupted.err());
        assertTrue(interrupted.err().startsWith("hv: endless.bin ended: Ctrl-C."), interrupted.err());
        assertTrue(interrupted.err().contains("instructions retired"), interrupted.err());
    }

    @Test void debugShowsTheStackTrace() throws Exception {
        assertTrue(Stream.of(HvProcess.run("run", "missing.elf", "--debug").err().split("\n")).anyMatch(line -> line.startsWith("\tat ")));
    }
}
