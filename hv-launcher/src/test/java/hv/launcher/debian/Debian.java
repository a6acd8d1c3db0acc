package hv.launcher.debian;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.launcher.HvProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Boots of the kernel that {@code scripts/fetch-debian} has fetched, with a dialogue in place of a person. */
final class Debian {
    private static final Path CACHE = Path.of("../.cache/debian");
    /** Twice what the longest dialogue takes. */
    private static final long MOST_INSTRUCTIONS = 20_000_000_000L;
    private static final int PATIENCE_SECONDS = 1800;
    private static final String INITRD = "initrd.gz";
    static final String PROMPT = "> hv:/#";

    private final List<String> arguments = new ArrayList<>();
    private final Path kernel, initrd;
    private long limit = MOST_INSTRUCTIONS;
    private boolean moved;
    private String commandLine = "console=ttyS0 nokaslr";

    private Debian(String kernel, String initrd) {
        this.kernel = CACHE.resolve(kernel);
        this.initrd = CACHE.resolve(initrd);
    }

    /** The kernel as Debian ships it. */
    static Debian packed() { return new Debian("vmlinuz", INITRD); }

    /** The kernel, unpacked where it could be. */
    static Debian unpacked() { return new Debian(Files.exists(CACHE.resolve("vmlinux")) ? "vmlinux" : "vmlinuz", INITRD); }

    /** The same with KVM and something to run in it, on the bare machine: virtual machines have no VMX. */
    static Debian kvm() { return new Debian("vmlinux", "initrd-kvm.gz").with("--bare"); }

    Debian with(String... options) {
        arguments.addAll(List.of(options));
        return this;
    }

    Debian append(String more) {
        commandLine += " " + more;
        return this;
    }

    Debian limit(long instructions) {
        limit = instructions;
        return this;
    }

    /** With its memory elsewhere in the host's. */
    Debian moved() {
        moved = true;
        return this;
    }

    /** @param lines of the dialogue */
    HvProcess.Result talk(String... lines) throws IOException, InterruptedException {
        assumeTrue(Files.exists(kernel) && Files.exists(initrd), "there is no kernel: run scripts/fetch-debian first");
        var dialogue = Files.createTempFile("dialogue", ".txt");
        var machine = Files.createTempFile("machine", ".toml");
        try {
            Files.write(dialogue, List.of(lines));
            Files.writeString(machine, description());
            var all = new ArrayList<>(List.of("run", "--vm", machine.toString(), "--max-instructions", Long.toString(limit), "--dialogue", dialogue.toString()));
            all.addAll(arguments);
            return HvProcess.fast(PATIENCE_SECONDS, all.toArray(String[]::new));
        } finally {
            Files.delete(dialogue);
            Files.delete(machine);
        }
    }

    private String description() {
        return """
                [[vm]]
                kernel = "%s"
                initrd = ["%s"]
                append = "%s"
                translator = "%s"
                """.formatted(kernel, initrd, commandLine, moved ? "offset" : "identity");
    }
}
