package hv.launcher.options;

import hv.core.image.GuestImages;
import hv.launcher.console.Dialogue;
import hv.launcher.screen.Symbols;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import picocli.CommandLine.Option;

/** What guests get, and what they run on. */
public final class GuestOptions {
    @Option(names = "--kernel", paramLabel = "FILE", description = "A Linux kernel (bzImage) as the guest.")
    Path kernel;

    @Option(names = "--entry", paramLabel = "32|64", description = "Start the kernel by this entry; by default its 64-bit one, where there is one.")
    Integer entry;

    @Option(names = "--append", paramLabel = "\"COMMAND LINE\"", defaultValue = "", description = "The command line of a multiboot guest or a Linux kernel.")
    String append;

    @Option(names = "--initrd", paramLabel = "FILE", description = "A Linux kernel's initial RAM disk, or a module for a multiboot guest. Repeatable there.")
    List<Path> initrd = new ArrayList<>();

    @Option(names = "--symbols", paramLabel = "FILE", description = "Names for addresses, as in a Linux kernel's System.map.")
    Path symbolFile;

    @Option(names = "--dialogue", paramLabel = "FILE", description = "Type as the file says instead of a person: lines '> TEXT' wait until the guest "
            + "has printed TEXT, lines '< TEXT' type TEXT and Enter.")
    Path dialogueFile;

    @Option(names = "--flat", paramLabel = "ADDRESS:MODE", converter = FlatAddress.Converter.class,
            description = "The image is a flat binary: it is loaded and started at ADDRESS, in real-address mode (real), protected mode (16 or 32) or 64-bit mode (64).")
    FlatAddress flat;

    @Option(names = "--memory", paramLabel = "SIZE", converter = Converting.Size.class,
            description = "Guest memory; by default 64M, with --kernel 512M.")
    Long memory;

    @Option(names = "--cpu", paramLabel = "PROFILE",
            description = "The processor: reference, no-vmx, locked-off, unlocked, vmxe-taken, no-ept, no-apicv, vt-2006 or ept-2008.")
    String cpu;

    @Option(names = "--seed", paramLabel = "N", converter = Converting.Number.class,
            description = "What the processor's random numbers start from; 0 unless given. Same seed and date, same run.")
    Long seed;

    @Option(names = "--date", paramLabel = "DATE", converter = Converting.Date.class,
            description = "What the machine's clock shows at the start, such as 2026-01-01T00:00:00Z (the default) or 2026-01-01.")
    Instant date;

    @Option(names = "--vm", paramLabel = "FILE", description = "A TOML file with machines and options; see docs/vm-file.md.")
    Path file;

    /** Names for addresses, where there are any. */
    public Symbols symbols() { return symbolFile == null ? Symbols.NONE : Symbols.of(symbolFile); }

    /** What is typed instead of a person, and what the guest is to print. */
    public Optional<Dialogue> dialogue(IntConsumer output) {
        if (dialogueFile == null) return Optional.empty();
        var text = new String(GuestImages.content(dialogueFile), StandardCharsets.UTF_8);
        return Optional.of(new Dialogue(dialogueFile.toString(), text.lines().toList(), output));
    }
}
