package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.cpu.assembler.Assembler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** hv on a terminal, which the program {@code script} makes. */
class TerminalTests {
    private static final int PATIENCE_SECONDS = 60;
    /** Waits until a run has changed the terminal, ends it with a signal, and waits until the terminal is as it was. */
    private static final String SESSION = """
            before=$(stty -g)
            signal=$1; shift
            "$@" < /dev/tty &
            until [ "$(stty -g)" != "$before" ]; do sleep 0.1; done
            kill -s "$signal" $!
            until [ "$(stty -g)" = "$before" ]; do sleep 0.1; done
            echo as before
            """;

    @TempDir Path folder;

    @Test void aRunThatIsKilledLeavesTheTerminalAsItWas() throws IOException, InterruptedException { leavesTheTerminalAsItWas("KILL"); }

    @Test void aRunThatIsTerminatedLeavesTheTerminalAsItWas() throws IOException, InterruptedException { leavesTheTerminalAsItWas("TERM"); }

    private void leavesTheTerminalAsItWas(String signal) throws IOException, InterruptedException {
        assumeTrue(new File("/usr/bin/script").canExecute(), "there is no program that makes terminals");
        var endless = Files.write(folder.resolve("endless.bin"), Assembler.assemble("mov al, '!'; out 0xE9, al; jmp $", 32, 0).bytes());
        var session = Files.writeString(folder.resolve("session"), SESSION);
        var inside = new ArrayList<>(List.of("sh", session.toString(), signal));
        inside.addAll(HvProcess.onTerminal("run", "--flat", "0x100000:32", endless.toString()));
        var screen = folder.resolve("screen").toFile();
        var process = new ProcessBuilder("script", "-q", "-e", "-c", String.join(" ", inside), "/dev/null").redirectOutput(screen).redirectErrorStream(true).start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        var shown = Files.readString(screen.toPath());
        assertTrue(ended && shown.contains("as before"), shown);
    }
}
