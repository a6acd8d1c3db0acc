package hv.launcher;

import hv.api.FeatureProbe.Support;
import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.ProcessorFactory;
import hv.core.report.ErrorKind;
import hv.core.report.Narrator;
import hv.launcher.options.CommandLineOptions;
import hv.launcher.options.Options;
import hv.launcher.options.RunPlan;
import hv.launcher.screen.Page;
import hv.launcher.screen.StoryTeller;
import hv.launcher.screen.Terminal;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hv probe}: what the processor can do. */
@Command(name = "probe", description = "Tell what the processor has, and for what it lacks, why and what would help.", mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer>, CommandLineOptions.Taking {
    private final CommandLineOptions options = Options.ofMachines();
    private final Terminal terminal;
    private final ProcessorFactory processors;

    @Inject ProbeCommand(Terminal terminal, ProcessorFactory processors) {
        this.terminal = terminal;
        this.processors = processors;
    }

    @Override public CommandLineOptions options() { return options; }

    @Override public Integer call() {
        var config = new RunPlan(List.of(), options).config(processors, ConsoleEnd.NONE, ConsoleEnd.NONE);
        var probed = new Hypervisor(config, Narrator.SILENT).probe();
        var page = new Page(terminal);
        page.line("Processor '" + config.profile().name() + "': " + config.profile().title());
        var teller = new StoryTeller(page);
        probed.forEach(teller::tell);
        return probed.stream().anyMatch(probe -> probe.support() instanceof Support.Absent) ? ErrorKind.PROCESSOR.status() : 0;
    }
}
