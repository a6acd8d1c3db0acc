package hv.launcher.options;

import hv.api.Names;
import hv.core.config.VmConfig;
import hv.core.plugins.PluginChoice;
import hv.core.report.HvException;
import java.util.List;

/** The base memory translator of each machine. */
record TranslatorChoice(PluginChoice plugins) {
    /**
     * The last wish for the machine, or what its choice of plugins names.
     *
     * @param usual where there is neither
     * @throws HvException (user's mistake) as {@link PluginChoice#translator} does
     */
    String of(String machine, List<String> selection, List<TranslatorWish> wishes, String usual) {
        var asked = wishes.reversed().stream().filter(wish -> wish.isFor(machine)).findFirst().map(TranslatorWish::translator);
        return plugins.translator(selection, asked, usual);
    }

    /** @throws HvException (user's mistake) where a wish is for a machine that there is not */
    void requireKnownMachines(List<TranslatorWish> wishes, List<VmConfig> machines) {
        var names = machines.stream().map(VmConfig::name).toList();
        wishes.stream().flatMap(wish -> wish.machine().stream()).filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw HvException.user("--translator: unknown machine '" + name + "'" + Names.choices(name, names));
        });
    }
}
