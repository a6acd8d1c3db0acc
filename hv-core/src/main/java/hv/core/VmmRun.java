package hv.core;

import hv.api.FeatureProbe.Support;
import hv.api.Feature;
import hv.core.config.HypervisorConfig;
import hv.core.config.StartState;
import hv.core.dispatch.ChainOrder;
import hv.core.dispatch.Counters;
import hv.core.guest.state.MachineState;
import hv.core.host.FrameAllocator;
import hv.core.host.HostBoot;
import hv.core.host.HostTables;
import hv.core.host.VmxHost;
import hv.core.host.VmxOperation;
import hv.core.machine.Board;
import hv.core.plugins.PluginChoice;
import hv.core.plugins.SettingValues;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.RunReport;
import hv.core.report.Story;
import hv.core.vm.Attachments;
import hv.core.vm.Vm;
import hv.cpu.LogicalProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The life of VT-x in one run: probes, VMXON, virtual machines, VMXOFF. */
final class VmmRun {
    private final HypervisorConfig config;
    private final Platform platform;
    private final RunMonitor monitor;
    private final Narrator narrator;
    private final LogicalProcessor cpu;
    private final StartState reset;
    private final VmxHost host;
    private final List<Counters> counters;
    private final List<Tenant> tenants = new ArrayList<>();

    /** @param counters gets each virtual machine's counters, for the check of the exit limit; thread-safe */
    VmmRun(HypervisorConfig config, Platform platform, RunMonitor monitor, List<Counters> counters, Narrator narrator) {
        this.config = config;
        this.platform = platform;
        this.monitor = monitor;
        this.counters = counters;
        this.narrator = narrator;
        this.cpu = platform.cpu();
        this.reset = MachineState.capture(cpu);
        var frames = new FrameAllocator(platform.ram(), platform.hostArea());
        this.host = new VmxHost(cpu, frames, new HostTables(platform.ram(), frames), new VmxOperation(cpu, frames, narrator));
    }

    RunReport run() {
        var features = bringUp();
        build(features);
        var starts = config.options().virtualizeAt().isPresent() ? natively() : Optional.<StartState>empty();
        if (tenants.getFirst().lives()) virtualize(starts);
        return new RunReport(tenants.stream().map(Tenant::report).toList(), cpu.retired());
    }

    /** Brings the processor into the state in which a VMM's boot code leaves it. @return the answers of the probes */
    Map<Feature, Support> bringUp() {
        HostBoot.boot(cpu, host.tables());
        narrator.tell(new Story.HostReady(platform.hostArea(), platform.ram().bytes() - platform.hostArea().value()));
        return new Probing(config.catalog(), cpu, config.profile().name()).require(narrator);
    }

    /** Makes the virtual machines. Plugins are attached when VMX is on, or before native code that will become a guest. */
    List<Tenant> build(Map<Feature, Support> features) {
        var choice = new PluginChoice(config.catalog());
        for (int i = 0; i < config.machines().size(); i++) {
            var machine = config.machines().get(i);
            var board = new Board(machine.console(), platform.clock(), config.options().startDate());
            var vm = new Vm(machine, i + 1, platform.base(i), host, board, ChainOrder.parse(machine.plugins().order()), narrator,
                    monitor.of(board));
            var settings = SettingValues.parse(config.catalog(), machine.plugins().settings());
            tenants.add(new Tenant(vm, new Attachments(vm, choice, settings, features, narrator)));
            if (config.options().exitLimit().isPresent()) vm.counters().watch();
            counters.add(vm.counters());
        }
        return tenants;
    }

    private void virtualize(Optional<StartState> captured) {
        host.operation().enter();
        if (captured.isEmpty()) tenants.forEach(this::attach);
        var scheduler = new Scheduler(tenants, platform.bus(), monitor, config.options().timeSlice(), narrator);
        for (var tenant : tenants) start(tenant, captured);
        var leaving = scheduler.run();
        if (leaving.isPresent()) new Departure(platform, host, monitor, narrator).leave(leaving.get(), tenants, scheduler);
        else host.operation().leave();
    }

    private void attach(Tenant tenant) { guarded(tenant, () -> tenant.attachments().attach()); }

    private void start(Tenant tenant, Optional<StartState> captured) {
        if (!tenant.lives()) return;
        guarded(tenant, () -> {
            boolean main = tenant == tenants.getFirst();
            boolean takesOver = main && captured.isPresent();
            tenant.vm().setUp(takesOver ? captured.get() : load(tenant), takesOver);
        });
    }

    private StartState load(Tenant tenant) {
        return MachineState.overlay(reset, tenant.vm().config().image().load(tenant.vm().memory()));
    }

    /** Runs something that may fail: a plugin's failure ends its own virtual machine, any other ends the run. */
    private void guarded(Tenant tenant, Runnable what) {
        try {
            what.run();
        } catch (HvException e) {
            tenant.attachments().detach();
            if (e.kind() != ErrorKind.PLUGIN) throw e;
            tenant.end(Ending.failed(e));
            narrator.tell(new Story.Ended(tenant.vm().name(), Ending.failed(e), 0));
        }
    }

    /** Runs the main machine's image outside VMX operation until it reaches the address at which it becomes a guest. */
    private Optional<StartState> natively() {
        tenants.forEach(this::attach);
        var main = tenants.getFirst();
        if (!main.lives()) return Optional.empty();
        if (!main.vm().isIdentityMapped()) throw HvException.user("--virtualize-at needs the memory translator 'identity' for the first machine");
        MachineState.apply(load(main), cpu);
        platform.nativeOn(main.vm().board());
        cpu.breakAt(config.options().virtualizeAt());
        var ended = new NativeRun(cpu, main.vm().board(), monitor).run();
        cpu.breakAt(OptionalLong.empty());
        ended.ifPresent(this::endEarly);
        return ended.isPresent() ? Optional.empty() : Optional.of(capture(main));
    }

    private StartState capture(Tenant main) {
        var state = MachineState.capture(cpu);
        narrator.tell(new Story.Virtualized(main.vm().name(), cpu.rip()));
        HostBoot.boot(cpu, host.tables());
        return state;
    }

    /** Ends the machines after native code that ended before it became a guest. */
    private void endEarly(Ending ending) {
        for (var tenant : tenants) {
            if (tenant.lives()) tenant.end(tenant == tenants.getFirst() ? ending : new Ending.Interrupted("the main machine ended natively"));
            tenant.attachments().detach();
        }
    }
}
