package hv.core;

import hv.core.config.HypervisorConfig;
import hv.core.dispatch.Counters;
import hv.core.host.FrameAllocator;
import hv.core.host.HostBoot;
import hv.core.host.HostTables;
import hv.core.report.ChainName;
import hv.core.report.ChainReport;
import hv.core.report.Ending;
import hv.core.report.Narrator;
import hv.core.report.RunReport;
import hv.core.report.Story;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a launcher can ask for. Each run makes a machine of its own; nothing is shared between two. */
public final class Hypervisor {
    private final HypervisorConfig config;
    private final Narrator narrator;
    private volatile Limits limits;
    private volatile Ending ended;

    public Hypervisor(HypervisorConfig config, Narrator narrator) {
        this.config = config;
        this.narrator = narrator;
    }

    /**
     * Runs the configured guests as virtual machines until all have ended.
     *
     * @throws hv.core.report.HvException if the run can't start; what happens to a virtual machine later is in the report
     */
    public RunReport run() {
        var counters = new CopyOnWriteArrayList<Counters>();
        return limited(counters, () -> restarting(false, (now, platform) ->
                 new VmmRun(now, platform, limits(platform, now.options().maxInstructions()), counters, narrator).run()));
    }

    /** Runs the first machine's image on the emulated machine outside VMX operation, with its devices and no other plugin. */
    public RunReport bare() {
        return restarting(true, (now, platform) -> new BareRun(now, platform, limits(platform, now.options().maxInstructions()), narrator).run());
    }

    /** Asks every probe, VMX's own first. */
    public List<Story.Probed> probe() {
        return onPlatform(platform -> {
            var frames = new FrameAllocator(platform.ram(), platform.hostArea());
            HostBoot.boot(platform.cpu(), new HostTables(platform.ram(), frames));
            return new Probing(config.catalog(), platform.cpu(), config.profile().name()).all();
        });
    }

    /** Who is asked in these chains of the first machine, in which order, and why. */
    public List<ChainReport> chains(List<ChainName> which) {
        return onPlatform(platform -> {
            var run = new VmmRun(config, platform, limits(platform, Long.MAX_VALUE), new CopyOnWriteArrayList<>(), this::warned);
            var main = run.build(run.bringUp()).getFirst();
            main.attachments().attach();
            try {
                var reports = new ChainReports(main.vm(), config.catalog());
                return which.stream().map(reports::of).toList();
            } finally {
                main.attachments().detach();
            }
        });
    }

    private void warned(Story event) {
        if (event instanceof Story.Warned) narrator.tell(event);
    }

    /** From any thread: end the run soon, as Ctrl-C does. */
    public void interrupt(String why) { end(new Ending.Interrupted(why)); }

    /** From any thread: end all machines soon, in this way. */
    public void end(Ending how) {
        ended = how;
        var running = limits;
        if (running != null) running.end(how);
        config.machines().forEach(machine -> machine.console().wake());
    }

    /** A reset makes a whole new machine; only its clock and the count of instructions go on. */
    private RunReport restarting(boolean bare, BiFunction<HypervisorConfig, Platform, RunReport> once) {
        Mistakes.refuse(config, bare);
        var now = config;
        long instructions = 0;
        while (true) {
            try (var platform = new Platform(now)) {
                var report = once.apply(now, platform);
                instructions += report.instructions();
                if (!restarts(report)) return new RunReport(report.machines(), instructions);
                now = now.after(report.instructions(), Duration.ofNanos(platform.clock().nanos()));
            }
        }
    }

    private boolean restarts(RunReport report) {
        if (!(report.machines().getFirst().ending() instanceof Ending.Reset(var why)) || report.machines().size() > 1 || !config.options().restarts()) return false;
        narrator.tell(new Story.Restarted(report.machines().getFirst().name(), why));
        return true;
    }

    private Limits limits(Platform platform, long most) {
        var made = new Limits(platform.cpu(), most, narrator);
        limits = made;
        if (ended != null) made.end(ended);
        return made;
    }

    private <T> T onPlatform(Function<Platform, T> what) {
        Mistakes.refuse(config, false);
        try (var platform = new Platform(config)) {
            return what.apply(platform);
        }
    }

    /** With an exit limit, the run gets a thread that can be left behind. */
    private RunReport limited(List<Counters> counters, Supplier<RunReport> run) {
        var limit = config.options().exitLimit();
        return limit.isEmpty() ? run.get() : new ExitLimit(limit.get(), counters).run(run);
    }
}
