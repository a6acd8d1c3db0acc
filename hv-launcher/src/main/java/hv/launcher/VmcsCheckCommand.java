package hv.launcher;

import hv.api.Names;
import hv.cpu.explain.UnknownRule;
import hv.cpu.explain.VmcsCheck;
import hv.launcher.dump.Dump;
import hv.launcher.options.CommandLineOptions;
import hv.launcher.options.Options;
import hv.launcher.screen.Terminal;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code hv vmcs check FILE}: what VM entry would say of a VMCS from elsewhere. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Check a VMCS dump against all that VM entry requires, and tell each requirement it breaks.",
        footer = {"", "A dump is what KVM prints into the kernel log (kvm_intel.dump_invalid_vmcs=1), lines of NAME = value or encoding = value, or",
            "a JSON object of these. What it does not tell is named as unknown.", "",
            "Examples:", "  dmesg | tail -60 > vmcs.txt; hv vmcs check vmcs.txt", "  hv vmcs check --cpu no-ept --from ia32e vmcs.json", "",
            "Exit status: 0 nothing is broken, 16 something is, 2 the file can't be read."})
final class VmcsCheckCommand implements Callable<Integer>, CommandLineOptions.Taking {
    private static final int BROKEN = 16;

    /** What VMLAUNCH is executed in. */
    enum Mode {
        PROTECTED, IA32E;

        private static final List<String> NAMES = List.of("ia32e", "protected");

        static Mode of(String text) {
            if (NAMES.contains(text.toLowerCase(Locale.ROOT))) return valueOf(text.toUpperCase(Locale.ROOT));
            throw new TypeConversionException("'" + text + "' is no mode that VMLAUNCH is executed in" + Names.choices(text, NAMES));
        }
    }

    static final class ModeConverter implements ITypeConverter<Mode> {
        @Override public Mode convert(String text) { return Mode.of(text); }
    }

    @Parameters(paramLabel = "FILE", index = "0", description = "The dump.")
    private Path file;
    @Option(names = "--from", paramLabel = "MODE", converter = ModeConverter.class,
            description = "What VMLAUNCH is executed in: ia32e or protected; by default what the dump tells.")
    private Mode mode;
    @Option(names = "--all", description = "List the requirements that can't be judged, one by one.")
    private boolean all;

    private final CommandLineOptions options = Options.ofProcessor();
    private final Terminal terminal;

    @Inject VmcsCheckCommand(Terminal terminal) { this.terminal = terminal; }

    @Override public CommandLineOptions options() { return options; }

    @Override public Integer call() {
        var dump = Dump.read(file);
        if (mode != null) dump = dump.from(mode == Mode.IA32E);
        var check = VmcsCheck.of(options.processor(), dump);
        print(dump, check);
        return check.broken().isEmpty() ? 0 : BROKEN;
    }

    private void print(Dump dump, VmcsCheck check) {
        var out = terminal.output();
        out.println("%s: %d fields from %s, checked against processor %s (%s)".formatted(file.getFileName(), dump.values().size(), dump.format(),
                options.processor().name(), options.processor().title()));
        dump.notes().forEach(note -> out.println("note: " + note));
        out.println();
        for (var rule : check.broken()) {
            out.println(rule.text());
            out.println();
        }
        out.println("%d requirements judged: %s.".formatted(check.checked(), verdict(check.broken().size())));
        unknown(check);
    }

    private static String verdict(int broken) { return broken == 0 ? "all are fulfilled" : broken == 1 ? "1 is broken" : broken + " are broken"; }

    private void unknown(VmcsCheck check) {
        if (check.unknown().isEmpty()) return;
        var out = terminal.output();
        out.println("%d could not be judged, for the dump does not tell:".formatted(check.unknown().size()));
        if (all) check.unknown().forEach(rule -> out.println("  %s: %s (%s)".formatted(rule.id(), rule.requirement(), rule.missing())));
        else missing(check).forEach((what, rules) -> out.println("  %s (%d)".formatted(what, rules)));
    }

    private static TreeMap<String, Long> missing(VmcsCheck check) {
        return check.unknown().stream().collect(Collectors.groupingBy(UnknownRule::missing, TreeMap::new, Collectors.counting()));
    }
}
