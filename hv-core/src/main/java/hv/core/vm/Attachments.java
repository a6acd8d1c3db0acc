package hv.core.vm;

import hv.api.ExitHandler;
import hv.api.Feature;
import hv.api.FeatureProbe.Support;
import hv.api.MemoryTranslator;
import hv.api.VmPlugin;
import hv.core.dispatch.ChainOrder;
import hv.core.dispatch.Claim;
import hv.core.machine.PluginContext;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginChoice;
import hv.core.plugins.SettingValues;
import hv.core.report.Blame;
import hv.core.report.Causes;
import hv.core.report.ChainName;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The plugins of one virtual machine: attached, declared, and detached at its end. */
public final class Attachments {
    private record Attached(FoundPlugin found, VmPlugin plugin, PluginVm view) {}

    private final Vm vm;
    private final Narrator narrator;
    private final PluginChoice choice;
    private final SettingValues settings;
    private final Map<Feature, Support> features;
    private final List<Attached> attached = new ArrayList<>();

    /** @param features what the probes found */
    public Attachments(Vm vm, PluginChoice choice, SettingValues settings, Map<Feature, Support> features, Narrator narrator) {
        this.vm = vm;
        this.choice = choice;
        this.settings = settings;
        this.features = features;
        this.narrator = narrator;
    }

    /**
     * Attaches the chosen plugins, the base translator first so that the others find memory, then by stage and id; then asks each for its intercepts.
     *
     * @throws HvException if one fails, or needs a feature that is absent; {@link #detach} gives back what was registered
     */
    public void attach() {
        var chosen = new ArrayList<>(choice.choose(vm.config().plugins().selection(), vm.config().translator()));
        chosen.sort(PluginChoice.IN_ORDER);
        chosen.forEach(this::instantiate);
        for (var each : attached) attach(each);
        for (var each : attached) declare(each);
        vm.space().refresh();
        ChainOrder.parse(vm.config().plugins().order()).overrides().forEach(this::tellOfIdleOrder);
    }

    /** An order moves nobody who is not in the chain. */
    private void tellOfIdleOrder(ChainName chain, List<String> first) {
        var present = chain.reason().map(vm.chains()::of).orElse(List.of()).stream().map(Claim::plugin).collect(Collectors.toSet());
        for (var plugin : first) {
            boolean idle = chain.reason().isPresent() && !present.contains(plugin) && attached.stream().anyMatch(each -> each.found.id().equals(plugin));
            if (idle) warn(plugin, "is put into the order of %s, and asks for no such exits; hv chain %<s tells who does".formatted(chain.text()));
        }
    }

    private void warn(String plugin, String message) { narrator.tell(new Story.Warned(vm.name(), plugin, message)); }

    private void instantiate(FoundPlugin found) {
        try {
            var plugin = choice.instantiate(found);
            var context = new PluginContext(found.id(), settings.of(found.id()), this::warn);
            attached.add(new Attached(found, plugin, new PluginVm(context, plugin.stage(), vm)));
        } catch (Throwable e) {
            throw Blame.plugin(found.id(), "be instantiated", e);
        }
    }

    private void attach(Attached each) {
        try {
            each.plugin.needs().forEach(feature -> require(each.found.id(), feature));
            each.plugin.attach(each.view);
        } catch (Throwable e) {
            throw Blame.plugin(each.found.id(), "attach", e);
        }
        if (each.plugin instanceof MemoryTranslator translator) vm.space().add(translator);
        narrator.tell(new Story.Attached(vm.name(), each.found.id()));
    }

    private void declare(Attached each) {
        if (!(each.plugin instanceof ExitHandler handler)) return;
        try {
            for (var what : handler.intercepts()) each.view.intercept(what, handler);
        } catch (Throwable e) {
            throw Blame.plugin(each.found.id(), "declare its intercepts", e);
        }
    }

    private void require(String plugin, Feature feature) {
        var support = features.get(feature);
        if (support instanceof Support.Present) return;
        var why = support instanceof Support.Absent(var reason, var remedy) ? reason + "; remedy: " + remedy : "no probe knows it";
        throw new HvException(ErrorKind.PROCESSOR, "plugin '" + plugin + "' needs " + feature.name() + ", which is absent: " + why);
    }

    /** Detaches all, last attached first; what a plugin throws now is told and stops nothing. */
    public void detach() {
        for (var each : attached.reversed()) {
            try {
                each.plugin.detach();
            } catch (Throwable e) {
                warn(each.found.id(), "failed to detach: " + Causes.located(e));
            }
            each.view.closeAll();
        }
        attached.clear();
    }
}
