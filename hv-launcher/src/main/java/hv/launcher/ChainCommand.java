package hv.launcher;

import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.ProcessorFactory;
import hv.core.report.ChainReport;
import hv.core.report.ExitReasonName;
import hv.core.report.ExitSentence;
import hv.core.report.Narrator;
import hv.launcher.options.GuestOptions;
import hv.launcher.options.LimitOptions;
import hv.launcher.options.PluginArguments;
import hv.launcher.options.RunPlan;
import hv.launcher.screen.Folded;
import hv.launcher.screen.Terminal;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hv chain EXIT-REASON}: who answers. */
@Command(name = "chain", description = "Tell who answers an exit, in which order, and why.", mixinStandardHelpOptions = true)
final class ChainCommand implements Runnable {
    private static final int INDENT = 37, WIDTH = 90;

    @Parameters(paramLabel = "EXIT-REASON", index = "0", completionCandidates = Names.class, description = "${COMPLETION-CANDIDATES}.")
    private String reason;

    @Mixin private GuestOptions guests;
    @Mixin private PluginArguments plugins;
    @Mixin private LimitOptions limits;

    private final Terminal terminal;
    private final ProcessorFactory processors;

    @Inject ChainCommand(Terminal terminal, ProcessorFactory processors) {
        this.terminal = terminal;
        this.processors = processors;
    }

    @Override public void run() {
        var asked = ExitReasonName.parse(reason);
        var config = new RunPlan(List.of(), guests, plugins, limits).config(processors, ConsoleEnd.NONE, ConsoleEnd.NONE);
        print(new Hypervisor(config, Narrator.SILENT).chain(asked));
    }

    private void print(ChainReport chain) {
        var out = terminal.output();
        var exit = "An exit for " + ExitSentence.of(chain.reason());
        out.println(exit + (chain.links().isEmpty() ? " is asked for by no plugin" : " is handed to, outermost first:"));
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
        @Override public Iterator<String> iterator() { return ExitReasonName.all().iterator(); }
    }
}
