package hv.launcher.options;

import hv.core.config.PluginOptions;
import hv.core.plugins.PluginCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which plugins there are, and how they are used. */
public final class PluginArguments {
    @Mixin private PluginFolders folders;

    @Option(names = "--plugins", paramLabel = "a,b,+c,-d", hideParamSyntax = true, split = ",", description = "Only the plugins a and b; c too; not d.")
    List<String> selection = new ArrayList<>();

    @Option(names = "--set", paramLabel = "ID.KEY=VALUE", description = "A plugin's setting; hv plugins lists them. Repeatable.")
    List<String> settings = new ArrayList<>();

    @Option(names = "--order", paramLabel = "EXIT=a,b", description = "For this exit, plugin a comes first, then b. Repeatable.")
    List<String> order = new ArrayList<>();

    PluginCatalog catalog(List<Path> fromFile) { return folders.catalog(fromFile); }

    /** What the command line says after what the file says: later settings win. */
    PluginOptions after(List<String> fileSelection, List<String> fileSettings, List<String> fileOrder) {
        return new PluginOptions(join(fileSelection, selection), join(fileSettings, settings), join(fileOrder, order));
    }

    private static List<String> join(List<String> first, List<String> then) {
        var all = new ArrayList<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }
}
