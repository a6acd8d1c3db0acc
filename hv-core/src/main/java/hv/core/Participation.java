package hv.core;

import hv.core.config.HypervisorConfig;
import hv.core.config.VmConfig;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginChoice;
import hv.core.report.HvException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which plugins take part in which machines of a run. */
final class Participation {
    private final HypervisorConfig config;
    private final boolean bare;
    private final Map<VmConfig, List<FoundPlugin>> chosen = new HashMap<>();

    /**
     * Chooses each machine's plugins.
     *
     * @param bare whether there will be no VMM
     * @throws HvException (user's mistake) as {@link PluginChoice} does
     */
    Participation(HypervisorConfig config, boolean bare) {
        this.config = config;
        this.bare = bare;
        var choice = new PluginChoice(config.catalog());
        for (var machine : config.machines()) chosen.put(machine, choice.choose(machine.plugins().selection(), machine.translator()));
    }

    /**
     * What is said of a plugin changes nothing where it takes part in none of the machines for which it is said.
     *
     * @param what     for the message: "the setting serial.port=0x2f8"
     * @param saidFor  for which machines
     * @throws HvException (user's mistake) telling how the plugin would take part
     */
    void require(String id, String what, Predicate<VmConfig> saidFor) {
        var plugin = config.catalog().find(id).orElseThrow();
        boolean isChosen = config.machines().stream().filter(saidFor).anyMatch(machine -> chosen.get(machine).contains(plugin));
        if (isChosen && (plugin.isDevice() || !bare)) return;
        var why = isChosen ? "without a VMM, a machine has devices alone" : remedy(plugin);
        throw HvException.user("%s changes nothing, for the plugin '%s' takes no part; %s".formatted(what, id, why));
    }

    private static String remedy(FoundPlugin plugin) {
        if (plugin.isProbe()) return "feature probes are asked once, with no settings";
        if (plugin.isBaseTranslator()) return "--translator " + plugin.id() + " gives it one";
        return plugin.sample().onByDefault() ? "--plugins leaves it out" : "--plugins +" + plugin.id() + " turns it on";
    }
}
