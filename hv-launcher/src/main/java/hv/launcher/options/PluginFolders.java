package hv.launcher.options;

import hv.core.plugins.PluginCatalog;
import hv.core.plugins.PluginPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where plugins beside the bundled ones are. */
public final class PluginFolders {
    private static final Path USUAL = Path.of("plugins");

    @Option(names = "--plugin-path", paramLabel = "DIR", description = "A folder of plugin jars, or of subfolders with a plugin and its libraries; "
            + "by default plugins, where there is one. Repeatable.")
    List<Path> path = new ArrayList<>();

    /** The plugins that there are, without looking at what a file says. */
    public PluginCatalog catalog() { return catalog(List.of()); }

    PluginCatalog catalog(List<Path> fromFile) {
        var folders = new ArrayList<>(fromFile);
        folders.addAll(path);
        if (folders.isEmpty() && Files.isDirectory(USUAL)) folders.add(USUAL);
        return PluginPath.scan(folders);
    }
}
