package hv.launcher.options;

import hv.api.Names;
import hv.core.config.VmConfig;
import hv.core.plugins.PluginChoice;
import hv.core.report.HvException;
import java.util.List;

/** The base memory translator of each machine. */
record TranslatorChoice(PluginChoice plugins) {
    /**
     * What is asked for the machine last, or what its choice of plugins names.
     *
     * @param usual where there is neither
     * @throws HvException (user's mistake) as {@link PluginChoice#translator} does
     */
    String of(String machine, List<String> selection, List<TranslatorOption> asked, String usual) {
        var named = asked.reversed().stream().filter(one -> one.isFor(machine)).findFirst().map(TranslatorOption::translator);
        return plugins.translator(selection, named, usual);
    }

    /** @throws HvException (user's mistake) where a machine is named that there is not */
    void requireKnownMachines(List<TranslatorOption> asked, List<VmConfig> machines) {
        var names = machines.stream().map(VmConfig::name).toList();
        asked.stream().flatMap(one -> one.machine().stream()).filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw HvException.user("--translator: unknown machine '" + name + "'" + Names.choices(name, names));
        });
    }
}
