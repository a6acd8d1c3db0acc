package hv.core;

import hv.api.Device;
import hv.api.machine.PhysicalMemory;
import hv.core.config.HypervisorConfig;
import hv.core.guest.state.MachineState;
import hv.core.machine.Board;
import hv.core.machine.PluginContext;
import hv.core.machine.PluginMachine;
import hv.core.machine.RamMemory;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginChoice;
import hv.core.plugins.SettingValues;
import hv.core.report.Blame;
import hv.core.report.Narrator;
import hv.core.report.RunReport;
import hv.core.report.Story;
import java.util.List;
import java.util.Map;

/** An image on the emulated machine outside VMX operation: devices, and no VMM but one that the image brings itself. */
final class BareRun {
    private final HypervisorConfig config;
    private final Platform platform;
    private final Limits limits;
    private final Narrator narrator;

    BareRun(HypervisorConfig config, Platform platform, Limits limits, Narrator narrator) {
        this.config = config;
        this.platform = platform;
        this.limits = limits;
        this.narrator = narrator;
    }

    RunReport run() {
        var machine = config.machines().getFirst();
        var board = new Board(machine.console(), platform.clock(), config.options().startDate());
        var memory = new RamMemory(platform.ram(), machine.memory());
        plugIn(board, memory);
        var cpu = platform.cpu();
        MachineState.apply(MachineState.overlay(MachineState.capture(cpu), machine.image().load(memory)), cpu);
        platform.nativeOn(board);
        var ending = new NativeRun(cpu, board, limits).run().orElseThrow();
        return new RunReport(List.of(new RunReport.MachineReport(machine.name(), ending, Map.of(), Map.of())), cpu.retired());
    }

    private void plugIn(Board board, PhysicalMemory memory) {
        var machine = config.machines().getFirst();
        var settings = SettingValues.parse(config.catalog(), machine.plugins().settings());
        var choice = new PluginChoice(config.catalog());
        choice.choose(machine.plugins().selection(), machine.translator()).stream().filter(FoundPlugin::isDevice)
                .sorted(PluginChoice.IN_ORDER).forEach(found -> plugIn(found, choice, settings, board, memory));
    }

    private void plugIn(FoundPlugin found, PluginChoice choice, SettingValues settings, Board board, PhysicalMemory memory) {
        var name = config.machines().getFirst().name();
        var context = new PluginContext(found.id(), settings.of(found.id()), (id, message) -> narrator.tell(new Story.Warned(name, id, message)));
        try {
            ((Device) choice.instantiate(found)).plugIn(new PluginMachine(context, board, memory));
        } catch (Throwable e) {
            throw Blame.plugin(found.id(), "be plugged in", e);
        }
    }
}
