package hv.launcher.options;

import hv.core.config.PluginOptions;
import hv.core.plugins.PluginCatalog;
import hv.core.plugins.PluginPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which plugins there are, and how they are used. */
public final class PluginArguments {
    private static final Path USUAL = Path.of("plugins");

    @Option(names = "--plugin-path", paramLabel = "DIR", description = "A folder of plugin jars, or of subfolders with a plugin and its libraries; "
            + "by default plugins, where there is one. Repeatable.")
    List<Path> path = new ArrayList<>();

    @Option(names = "--plugins", paramLabel = "a,b,+c,-d", split = ",", description = "Only a and b; c too; not d.")
    List<String> selection = new ArrayList<>();

    @Option(names = "--set", paramLabel = "ID.KEY=VALUE", description = "A plugin's setting; hv plugins lists them. Repeatable.")
    List<String> settings = new ArrayList<>();

    @Option(names = "--order", paramLabel = "EXIT=a,b", description = "For this exit, plugin a comes first, then b. Repeatable.")
    List<String> order = new ArrayList<>();

    /** The plugins that there are, without looking at what a file says. */
    public PluginCatalog catalog() { return catalog(List.of()); }

    PluginCatalog catalog(List<Path> fromFile) {
        var folders = new ArrayList<>(fromFile);
        folders.addAll(path);
        if (folders.isEmpty() && Files.isDirectory(USUAL)) folders.add(USUAL);
        return PluginPath.scan(folders);
    }

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
