package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.assembler.Assembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        var quiet = Hv.run("run", "--quiet", "pair-one");
        assertEquals("Guest with 1111…: all my registers are as I left them.\n", quiet.out());
        assertEquals("", quiet.err());
    }

    @Test void seedAndDateOfAFileAreToldAndTheOptionsComeOnTop(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("run.toml"), "seed = 7\ndate = 2020-02-29T12:00:00Z\n[[vm]]\nimage = \"pair-one\"\n");
        assertTrue(Hv.run("run", "--vm", file.toString()).err().contains("; seed 7, start date 2020-02-29T12:00:00Z."));
        var both = Hv.run("run", "--vm", file.toString(), "--seed", "8", "--date", "2021-03-01");
        assertTrue(both.err().contains("; seed 8, start date 2021-03-01T00:00:00Z."), both.err());
    }

    @Test void garbageForAGuestEndsWithItsReport(@TempDir Path folder) throws IOException, InterruptedException {
        var garbage = new byte[4096];
        new Random(4711).nextBytes(garbage);
        var file = Files.write(folder.resolve("garbage.bin"), garbage);
        var ended = Hv.run("run", "--flat", "0x100000:32", "--max-instructions", "100000", file.toString());
        assertEquals(4, ended.status(), ended.err());
        assertTrue(ended.err().startsWith("hv: garbage.bin failed: ") && ended.err().contains("the guest triple-faulted"), ended.err());
        assertFalse(ended.err().contains("\tat "), "no stack trace:\n" + ended.err());
    }

    @Test void bootCodeStartsInRealModeUnderTheVmmAndBare(@TempDir Path folder) throws IOException, InterruptedException {
        var code = Assembler.assemble("mov al, '!'; out 0xE9, al; smsw ax; not al; and al, 1; out 0xF4, al", 16, 0x7C00);
        var file = Files.write(folder.resolve("boot.bin"), code.bytes()).toString();
        for (var options : List.of(List.of("--quiet"), List.of("--quiet", "--bare"))) {
            var ended = Hv.run(Stream.of(List.of("run", "--flat", "0x7C00:real"), options, List.of(file)).flatMap(List::stream).toArray(String[]::new));
            assertEquals(3, ended.status(), ended.err());
            assertEquals("!", ended.out());
        }
    }

    @Test void interruptionEndsTheRunWithItsSummary(@TempDir Path folder) throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("endless.bin"), Assembler.assemble("mov al, '!'; out 0xE9, al; jmp $", 32, 0).bytes());
        var interrupted = HvProcess.interrupted("!", "run", "--flat", "0x100000:32", file.toString());
        assertEquals(130, interrupted.status(), interrupted.err());
        assertTrue(interrupted.err().startsWith("hv: endless.bin ended: Ctrl-C."), interrupted.err());
        assertTrue(interrupted.err().contains("instructions retired"), interrupted.err());
    }

    @Test void debugShowsTheStackTrace() throws Exception {
        assertTrue(Stream.of(Hv.run("run", "missing.elf", "--debug").err().split("\n")).anyMatch(line -> line.startsWith("\tat ")));
    }
}
