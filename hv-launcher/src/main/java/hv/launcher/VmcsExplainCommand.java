package hv.launcher;

import hv.api.Names;
import hv.core.report.HvException;
import hv.launcher.manual.Entry;
import hv.launcher.manual.Manual;
import hv.launcher.options.CommandLineOptions;
import hv.launcher.options.Options;
import hv.launcher.screen.Terminal;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hv vmcs explain WHAT}: a pocket manual. */
@Command(name = "explain", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Explain a VMCS field, a control, an exit reason or a VM-instruction error.",
        footer = {"", "Examples:", "  hv vmcs explain guest-cr0           a field, with what VM entry requires of it", "  hv vmcs explain 0x681E              a field by its encoding",
            "  hv vmcs explain enable-ept          a control, with what the processor allows", "  hv vmcs explain ept-violation       an exit reason, with its exit qualification",
            "  hv vmcs explain 7                   exit reason 7, and VM-instruction error 7"})
final class VmcsExplainCommand implements Runnable, CommandLineOptions.Taking {
    private static final int MANY = 30;

    @Parameters(paramLabel = "FIELD|CONTROL|EXIT-REASON|ERROR", index = "0", description = "A name, or the number of a field, an exit reason or an error.")
    private String what;

    private final CommandLineOptions options = Options.ofProcessor();
    private final Terminal terminal;

    @Inject VmcsExplainCommand(Terminal terminal) { this.terminal = terminal; }

    @Override public CommandLineOptions options() { return options; }

    @Override public void run() {
        var manual = new Manual(options.processor());
        var found = manual.find(what);
        if (found.isEmpty()) found = onlyOneLike(manual);
        found.stream().map(Entry::text).flatMap(List::stream).forEach(terminal.output()::println);
    }

    /** @throws HvException (user's mistake) naming those like it, where they are none or several */
    private List<Entry> onlyOneLike(Manual manual) {
        var like = manual.like(what);
        if (like.size() == 1) return like;
        if (like.isEmpty()) throw HvException.user(nothing(manual));
        var names = like.stream().limit(MANY).map(Entry::name).distinct().collect(Collectors.joining(", "));
        throw HvException.user("nothing is called exactly '" + what + "'; there are " + names + (like.size() > MANY ? ", and more" : ""));
    }

    private String nothing(Manual manual) {
        return "nothing is called '" + what + "'; hv vmcs explain takes VMCS fields, controls, exit reasons and error numbers" + Names.hint(what, manual.names());
    }
}
