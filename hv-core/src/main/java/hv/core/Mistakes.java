package hv.core;

import hv.core.config.HypervisorConfig;
import hv.core.config.VmConfig;
import hv.core.dispatch.ChainOrder;
import hv.core.plugins.FoundPlugin;
import hv.core.plugins.PluginCatalog;
import hv.core.plugins.PluginChoice;
import hv.core.plugins.SettingValues;
import hv.core.report.HvException;

/** What can be wrong with what a person asks for is told before anything is done or told. */
final class Mistakes {
    private Mistakes() {}

    /** @throws HvException (user's mistake) at the first */
    static void refuse(HypervisorConfig config) {
        config.catalog().requireSound();
        for (var machine : config.machines()) refuse(machine, config.catalog());
    }

    private static void refuse(VmConfig machine, PluginCatalog catalog) {
        new PluginChoice(catalog).choose(machine.plugins().selection(), machine.translator());
        SettingValues.parse(catalog, machine.plugins().settings());
        ChainOrder.parse(machine.plugins().order()).named().forEach(id -> catalog.get(id, "the order of a chain", FoundPlugin::isChoice));
    }
}
