package hv.core;

import hv.core.config.HypervisorConfig;
import hv.core.config.VmConfig;
import hv.core.dispatch.ChainOrder;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.SettingValues;
import hv.core.report.ChainName;
import hv.core.report.HvException;
import java.util.List;

/** What can be wrong with what a person asks for is told before anything is done or told. */
final class Mistakes {
    private final HypervisorConfig config;
    private final boolean bare;
    private final Participation participation;

    private Mistakes(HypervisorConfig config, boolean bare) {
        this.config = config;
        this.bare = bare;
        this.participation = new Participation(config, bare);
    }

    /**
     * Looks at all that is asked for.
     *
     * @param bare whether there will be no VMM
     * @throws HvException (user's mistake) at the first
     */
    static void refuse(HypervisorConfig config, boolean bare) {
        var mistakes = new Mistakes(config, bare);
        for (var machine : config.machines()) mistakes.refuse(machine);
    }

    private void refuse(VmConfig machine) {
        SettingValues.parse(config.catalog(), machine.plugins().settings());
        for (var setting : machine.plugins().settings()) {
            participation.require(SettingValues.plugin(setting), "the setting " + setting, other -> other.plugins().settings().contains(setting));
        }
        ChainOrder.parse(machine.plugins().order()).overrides().forEach(this::refuse);
    }

    private void refuse(ChainName chain, List<String> first) {
        var order = "the order " + chain.text() + "=" + String.join(",", first);
        if (bare) throw HvException.user(order + " changes nothing: without a VMM there are no exits and no translators");
        boolean ofTranslators = chain.equals(ChainName.MEMORY);
        for (var id : first) {
            var plugin = config.catalog().get(id, order, ofTranslators ? FoundPlugin::isTranslator : FoundPlugin::isExitHandler);
            boolean fits = ofTranslators ? plugin.isTranslator() : plugin.isExitHandler();
            if (!fits) throw HvException.user(order + " changes nothing: " + (ofTranslators ? noTranslator(id) : noHandler(plugin)));
            participation.require(id, order, other -> ChainOrder.parse(other.plugins().order()).override(chain).equals(first));
        }
    }

    private static String noTranslator(String id) { return "the plugin '" + id + "' is no memory translator"; }

    private static String noHandler(FoundPlugin plugin) {
        var remedy = plugin.isTranslator() ? "; it is a memory translator, and their order is memory=" + plugin.id() : "";
        return "the plugin '" + plugin.id() + "' answers no exits" + remedy;
    }
}
