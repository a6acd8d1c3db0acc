package hv.devices.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialTwoTests extends ExitHandlerContract {
    private static final int DATA = 0x2F8, FIFO_CONTROL = 0x2FA, MODEM_CONTROL = 0x2FC, LINE_STATUS = 0x2FD;
    private final FakeVm vm = new FakeVm();
    @TempDir private Path folder;

    @Override protected ExitHandler handler() { return new SerialTwo(); }

    private int in(int port) { return vm.port(port).in(port, 1); }
    private void out(int port, int value) { vm.port(port).out(port, 1, value); }

    @Test void whatTheGuestSendsIsInTheFileAtTheEnd() throws IOException {
        var file = folder.resolve("sent");
        var port = new SerialTwo();
        port.plugIn(vm.with("output", file.toString()));
        "hi".chars().forEach(c -> out(DATA, c));
        port.detach();
        assertEquals("hi", Files.readString(file));
    }

    @Test void fileIsReceivedWholeOnceDtrIsRaised() throws IOException {
        var text = "the quick brown fox jumps over the lazy dog\u00FF";
        var file = Files.writeString(folder.resolve("typed"), text, StandardCharsets.ISO_8859_1);
        new SerialTwo().plugIn(vm.with("input", file.toString()));
        assertEquals(0, in(LINE_STATUS) & 1, "the guest is not ready yet");
        out(FIFO_CONTROL, 7);
        out(MODEM_CONTROL, 3);
        var read = new StringBuilder();
        while ((in(LINE_STATUS) & 1) != 0) read.append((char) in(DATA));
        assertEquals(text, read.toString());
        out(MODEM_CONTROL, 0);
        out(MODEM_CONTROL, 3);
        assertEquals(0, in(LINE_STATUS) & 1, "once");
    }

    @Test void fileThatIsMissingIsNamed() {
        var missing = folder.resolve("missing").toString();
        var e = assertThrows(UncheckedIOException.class, () -> new SerialTwo().plugIn(vm.with("input", missing)));
        assertTrue(e.getMessage().contains(missing));
    }
}
