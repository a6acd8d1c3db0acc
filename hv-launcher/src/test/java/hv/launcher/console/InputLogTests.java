package hv.launcher.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Device;
import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.Stage;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.HypervisorConfig;
import hv.core.config.PluginOptions;
import hv.core.config.RunOptions;
import hv.core.config.VmConfig;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import hv.core.image.Mode;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginCatalog;
import hv.core.report.Narrator;
import hv.core.report.RunReport;
import hv.cpu.LogicalProcessor;
import hv.cpu.assembler.Assembler;
import hv.cpu.platform.ProcessorProfiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at the console is the one thing that makes two runs differ; the log of what was typed takes that away. */
class InputLogTests {
    /** Echoes COM1 until a q comes, then ends with status 0; counts in EBX how often it asked, and prints the low byte of that too. */
    private static final String ECHO = """
            again:  mov edx, 0x3FD
            ask:    inc ebx
                    in al, dx
                    test al, 1
                    jz ask
                    mov edx, 0x3F8
                    in al, dx
                    mov ah, al
                    out dx, al
                    mov al, bl
                    out dx, al
                    mov al, ah
                    cmp al, 'q'
                    jne again
                    xor al, al
                    out 0xF4, al
                    hlt
            """;
    private static final long MEMORY = 4 << 20;
    private static final int CODE = 0x10_0000;

    private static final PluginCatalog CATALOG =
            new PluginCatalog(List.of(FoundPlugin.of(Identity::new, "test"), FoundPlugin.of(Line::new, "test")), List.of());

    @TempDir Path folder;

    /** The serial port and the exit port that {@link #ECHO} needs. */
    private static final class Line implements Device {
        private final Queue<Integer> received = new ArrayDeque<>();

        @Override
        public void plugIn(Machine machine) {
            machine.console().onInput(received::add);
            machine.ports(0x3F8, 8, new PortDevice() {
                @Override public int in(int port, int bytes) { return port != 0x3F8 ? received.isEmpty() ? 0 : 1 : received.remove(); }
                @Override public void out(int port, int bytes, int value) { machine.console().write(value); }
            });
            machine.ports(0xF4, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return 0; }
                @Override public void out(int port, int bytes, int value) { machine.stop(value, "the exit port"); }
            });
        }
    }

    private static final class Identity implements MemoryTranslator {
        @Override public Stage stage() { return Stage.FALLBACK; }

        @Override
        public Mapping translate(MemoryRequest asked, Inner inner) {
            return new Mapping.Backed(new Gpa(0), new Hpa(0), MEMORY, Access.ALL, MemoryType.WRITE_BACK);
        }
    }

    /** Types a text, the bytes so many polls apart. */
    private static final class Typist implements ConsoleEnd {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final byte[] text;
        private final int patience;
        private int polls, next;

        Typist(String text, int patience) {
            this.text = text.getBytes(StandardCharsets.ISO_8859_1);
            this.patience = patience;
        }

        @Override public void write(int octet) { printed.write(octet); }
        @Override public boolean await() { return false; }

        @Override
        public OptionalInt poll() {
            return next < text.length && ++polls % patience == 0 ? OptionalInt.of(text[next++]) : OptionalInt.empty();
        }
    }

    private record Seen(RunReport report, String printed) {}

    private static Seen run(Typist typist, ConsoleEnd console, boolean bare) {
        var guest = GuestImages.flat("echo", Assembler.assemble(ECHO, 32, CODE).bytes(), CODE, Mode.PROTECTED_32, Boot.NOTHING);
        var machine = new VmConfig("echo", guest, MEMORY, VmConfig.IDENTITY, PluginOptions.DEFAULT, console);
        var config = new HypervisorConfig(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), LogicalProcessor::create, List.of(machine),
                CATALOG, RunOptions.DEFAULT.limitedTo(100_000_000));
        var hypervisor = new Hypervisor(config, Narrator.SILENT);
        return new Seen(bare ? hypervisor.bare() : hypervisor.run(), typist.printed.toString(StandardCharsets.ISO_8859_1));
    }

    private void holds(boolean bare) throws IOException {
        var file = folder.resolve("input");
        var person = new Typist("hello, q", 3);
        var live = run(person, InputLog.recorded(person, file), bare);
        assertTrue(live.report().machines().getFirst().sentence().contains("exit port"), live.toString());
        assertEquals(1 + person.text.length, Files.readAllLines(file).size());
        var nobody = new Typist("", 1);
        assertEquals(live, run(nobody, InputLog.replayed(nobody, file), bare));
        var slower = new Typist("hello, q", 5);
        assertNotEquals(live, run(slower, slower, bare));
    }

    @Test void aReplayedRunIsTheSameOnTheBareMachine() throws IOException { holds(true); }
    @Test void aReplayedRunIsTheSameInAVirtualMachine() throws IOException { holds(false); }

    @Test
    void whereTheRunGoesAnotherWayInputEnds() throws IOException {
        var file = Files.writeString(folder.resolve("input"), "# comment\n10 104\n5000 105\n");
        var replayed = InputLog.replayed(ConsoleEnd.NONE, file);
        assertEquals(OptionalInt.empty(), replayed.poll(9));
        assertEquals(OptionalInt.of(104), replayed.poll(12));
        assertTrue(replayed.await());
        assertEquals(OptionalInt.empty(), replayed.poll(4999));
        assertFalse(replayed.await());
        assertEquals(OptionalInt.empty(), replayed.poll(5000));
    }
}
