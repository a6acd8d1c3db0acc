package hv.core.plugins;

import java.nio.file.Path;
import java.util.List;

/** Finds plugins: on the module path, and in folders of jars, each jar (or subfolder) in a module layer of its own. */
public final class PluginPath {
    private PluginPath() {}

    /**
     * Examines every entry on its own, so that a bad one does not hide others.
     *
     * @param folders a folder that does not exist is empty
     */
    public static PluginCatalog scan(List<Path> folders) { return new PluginCatalog(List.of(), List.of()); }
}
