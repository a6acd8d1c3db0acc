package hv.launcher.options;

import hv.core.plugins.PluginCatalog;
import hv.core.plugins.PluginPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where plugins beside the bundled ones are. */
final class PluginFolders {
    static final Path USUAL = Path.of("plugins");

    private PluginFolders() {}

    static PluginCatalog catalog(EffectiveOptions run) {
        var folders = run.all(Options.PLUGIN_PATH);
        return PluginPath.scan(folders.isEmpty() && Files.isDirectory(USUAL) ? List.of(USUAL) : folders);
    }
}
