package hv.launcher;

import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.ProcessorFactory;
import hv.core.report.ChainName;
import hv.core.report.ChainReport;
import hv.core.report.ExitSentence;
import hv.launcher.options.CommandLineOptions;
import hv.launcher.options.Options;
import hv.launcher.options.RunPlan;
import hv.launcher.screen.Folded;
import hv.launcher.screen.Terminal;
import hv.launcher.screen.Warnings;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hv chain [EXIT-REASON|memory]}: who answers. */
@Command(name = "chain", description = "Tell who answers an exit or translates memory, in which order, and why.", mixinStandardHelpOptions = true)
final class ChainCommand implements Runnable, CommandLineOptions.Taking {
    private static final int INDENT = 37, WIDTH = 90;

    @Parameters(paramLabel = "CHAIN", arity = "0..1", completionCandidates = Names.class,
            description = "The memory translators (memory), or the handlers of an exit reason; all that have plugins, unless given. ${COMPLETION-CANDIDATES}.")
    private String asked;

    private final CommandLineOptions options = Options.ofMachines();
    private final Terminal terminal;
    private final ProcessorFactory processors;

    @Inject ChainCommand(Terminal terminal, ProcessorFactory processors) {
        this.terminal = terminal;
        this.processors = processors;
    }

    @Override public CommandLineOptions options() { return options; }

    @Override public void run() {
        var which = asked == null ? ChainName.all() : List.of(ChainName.parse(asked));
        var config = new RunPlan(List.of(), options).config(processors, ConsoleEnd.NONE, ConsoleEnd.NONE);
        var chains = new Hypervisor(config, new Warnings(terminal)).chains(which);
        if (asked == null) printAll(chains);
        else print(chains.getFirst());
    }

    private void printAll(List<ChainReport> chains) {
        for (var chain : chains) {
            if (chain.links().isEmpty()) continue;
            print(chain);
            terminal.output().println();
        }
        terminal.output().println("Exits for other reasons are asked for by no plugin.");
    }

    private static String title(ChainReport chain) {
        return chain.chain().reason().map(reason -> "An exit for " + ExitSentence.of(reason)).orElse("A guest-physical address");
    }

    private void print(ChainReport chain) {
        var out = terminal.output();
        out.println(title(chain) + (chain.links().isEmpty() ? " is asked for by no plugin" : " is handed to, outermost first:"));
        for (var link : chain.links()) {
            var asked = Folded.lines(String.join(", ", link.asked()), WIDTH);
            out.println("  %-24s %-9s %s".formatted(link.plugin(), link.stage(), asked.getFirst()));
            asked.stream().skip(1).forEach(line -> out.println(" ".repeat(INDENT) + line));
            out.println("  %-24s %-9s %s; from %s".formatted("", "", link.why(), link.origin()));
        }
        out.println("  otherwise: " + chain.otherwise());
    }

    /** For {@code --help}. */
    static final class Names implements Iterable<String> {
        @Override public Iterator<String> iterator() { return ChainName.all().stream().map(ChainName::text).iterator(); }
    }
}
