package hv.launcher;

import hv.core.Hypervisor;
import hv.core.config.ConsoleEnd;
import hv.core.config.HypervisorConfig;
import hv.core.config.ProcessorFactory;
import hv.core.config.RunOptions;
import hv.core.plugins.PluginChoice;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.Narrator;
import hv.core.report.RunReport;
import hv.launcher.console.Dialogue;
import hv.launcher.console.EscapeKeys;
import hv.launcher.console.OutputOnly;
import hv.launcher.console.PanicWatch;
import hv.launcher.console.StandardConsole;
import hv.launcher.console.TerminalMode;
import hv.launcher.guests.BundledGuest;
import hv.launcher.options.CommandLineOptions;
import hv.launcher.options.Options;
import hv.launcher.options.RunPlan;
import hv.launcher.screen.Page;
import hv.launcher.screen.Progress;
import hv.launcher.screen.StoryTeller;
import hv.launcher.screen.Summary;
import hv.launcher.screen.Terminal;
import hv.launcher.screen.Tracer;
import hv.launcher.screen.Warnings;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code hv run}: guests from their first instruction to their end. */
@Command(name = "run", description = "Run guests; without an IMAGE, the tour of a virtual machine's life.", mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer>, CommandLineOptions.Taking {
    private static final String SERIAL = "serial";

    @Parameters(paramLabel = "IMAGE", arity = "0..*", completionCandidates = Guests.class,
            description = "A guest: a multiboot 1 or ELF file, a flat binary with --flat, or one that is bundled (${COMPLETION-CANDIDATES}). Several "
                    + "images are several virtual machines. Without any: the tour.")
    private List<String> images = new ArrayList<>();

    @ParentCommand private HvCommand hv;

    private final CommandLineOptions options = Options.ofRun();
    private final Terminal terminal;
    private final ProcessorFactory processors;
    private final Page page;
    private Hypervisor hypervisor;
    private Optional<Dialogue> dialogue = Optional.empty();

    @Inject RunCommand(Terminal terminal, ProcessorFactory processors) {
        this.terminal = terminal;
        this.processors = processors;
        this.page = new Page(terminal);
    }

    @Override public CommandLineOptions options() { return options; }

    @Override public Integer call() {
        var plan = new RunPlan(images, options);
        boolean bare = options.is(Options.BARE), quiet = options.is(Options.QUIET);
        boolean tells = !quiet && !bare && (options.is(Options.STORY) || plan.isTour());
        IntConsumer output = tells ? page::guest : terminal::write;
        var narrator = narrator(tells);
        var progress = new Progress(terminal, output, plan.console().symbols(), narrator);
        boolean watched = terminal.watched() && !tells && !quiet;
        var made = options.is(Options.EXPLAIN) ? processors.explaining(this::explained) : processors;
        var config = plan.config(made, plan.console().logged(console(plan, watched ? progress : output)), new OutputOnly(output));
        warnOfDeadConsole(plan, config);
        hypervisor = new Hypervisor(config, watched ? progress : narrator);
        terminal.keepFlushing();
        Interruption.calls(() -> hypervisor.interrupt("Ctrl-C"));
        var report = bare ? hypervisor.bare() : hypervisor.run();
        progress.erase();
        tell(report, config.options(), tells, quiet);
        if (hv.debug) report.machines().forEach(machine -> trace(machine.ending()));
        return status(report);
    }

    /** What a plugin threw, with all its frames. */
    private void trace(Ending ending) {
        switch (ending) {
            case Ending.Left(var then) -> trace(then);
            case Ending.Failed(_, _, var cause) when cause != null -> cause.printStackTrace(terminal.errors());
            default -> { }
        }
    }

    /** For {@code --help}. */
    static final class Guests implements Iterable<String> {
        @Override public Iterator<String> iterator() { return BundledGuest.names().iterator(); }
    }

    private void explained(List<String> lines) {
        terminal.flush();
        lines.forEach(line -> terminal.errors().println("hv: " + line));
        terminal.errors().flush();
    }

    /** A kernel has the whole keyboard, and is watched for its panic. */
    private ConsoleEnd console(RunPlan plan, IntConsumer output) {
        var watched = plan.isLinux() ? new PanicWatch(output, this::panicked) : output;
        dialogue = plan.console().dialogue(watched);
        if (dialogue.isPresent()) return dialogue.get();
        if (!plan.isLinux()) return new StandardConsole(terminal, watched, TerminalMode.KEYS, () -> {});
        if (terminal.interactive() && !options.is(Options.QUIET)) terminal.errors().println("hv: " + EscapeKeys.HELP);
        return new StandardConsole(terminal, watched, TerminalMode.RAW, () -> hypervisor.interrupt("Ctrl-A X"));
    }

    private void warnOfDeadConsole(RunPlan plan, HypervisorConfig config) {
        var machine = config.machines().getFirst();
        var chosen = new PluginChoice(config.catalog()).choose(machine.plugins().selection(), machine.translator());
        if (!plan.isLinux() || chosen.stream().anyMatch(plugin -> plugin.id().equals(SERIAL))) return;
        terminal.errors().println("hv: the plugin '" + SERIAL + "' is left out: a kernel's console on ttyS0 is dead.");
        terminal.errors().flush();
    }

    private int status(RunReport report) {
        var unheard = dialogue.flatMap(Dialogue::unheard);
        unheard.ifPresent(what -> terminal.errors().println("hv: " + what + "."));
        terminal.flush();
        return unheard.isPresent() && report.status() == 0 ? ErrorKind.GUEST.status() : report.status();
    }

    private void panicked(String lines) {
        hypervisor.end(new Ending.Failed(ErrorKind.GUEST, "the guest's kernel panicked; the console's last lines:\n" + lines, null));
    }

    private Narrator narrator(boolean tells) {
        var teller = tells ? new StoryTeller(page) : Narrator.SILENT;
        if (options.is(Options.TRACE)) return new Tracer(terminal, teller);
        return tells || options.is(Options.QUIET) ? teller : new Warnings(terminal);
    }

    private void tell(RunReport report, RunOptions options, boolean tells, boolean quiet) {
        terminal.flush();
        if (tells) {
            page.heading("Summary");
            Summary.lines(report, options).forEach(line -> page.line("  " + line));
        } else {
            (quiet ? Summary.failures(report) : Summary.lines(report, options)).forEach(line -> terminal.errors().println("hv: " + line));
        }
        terminal.flush();
    }
}
