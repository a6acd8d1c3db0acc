package hv.core.plugins;

import hv.api.ExitHandler;
import hv.api.FeatureProbe;
import hv.api.MemoryTranslator;
import hv.api.Plugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds plugins: on the module path, and in folders of jars, each jar (or subfolder) in a module layer of its own. */
public final class PluginPath {
    static final List<Class<? extends Plugin>> SERVICES = List.of(ExitHandler.class, MemoryTranslator.class, FeatureProbe.class);

    private final List<FoundPlugin> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private PluginPath() {}

    /**
     * Examines every entry on its own, so that a bad one does not hide others.
     *
     * @param path folders that hold jars and subfolders, or single jars; one that does not exist is a problem
     */
    public static PluginCatalog scan(List<Path> path) {
        var scan = new PluginPath();
        scan.ownModules();
        path.forEach(scan::entry);
        return PluginCatalog.of(scan.found, scan.problems);
    }

    private void ownModules() {
        for (var service : SERVICES) {
            Providers.instantiate(load(service, PluginPath.class.getClassLoader()), "hv", found, problems);
        }
    }

    /** Written out by service, because a module may load only what it says it uses. */
    private static ServiceLoader<? extends Plugin> load(Class<? extends Plugin> service, ClassLoader from) {
        return ServiceLoader.load(service, from);
    }

    private void entry(Path path) {
        if (isJar(path)) {
            jar(path);
        } else if (!Files.isDirectory(path)) {
            problems.add("plugin path " + path + " does not exist; make the folder, or name another with --plugin-path");
        } else {
            folder(path);
        }
    }

    private void folder(Path folder) {
        try (var entries = Files.newDirectoryStream(folder)) {
            var sorted = new ArrayList<Path>();
            entries.forEach(sorted::add);
            sorted.sort(null);
            for (var entry : sorted) {
                if (isJar(entry) || Files.isDirectory(entry)) jar(entry);
            }
        } catch (IOException e) {
            problems.add("plugin path " + folder + " can't be read: " + e.getMessage());
        }
    }

    private void jar(Path jarOrFolder) {
        if (!Files.exists(jarOrFolder)) {
            problems.add("plugin jar " + jarOrFolder + " does not exist");
            return;
        }
        new PluginLayer(jarOrFolder, found, problems).examine();
    }

    private static boolean isJar(Path path) { return path.getFileName().toString().endsWith(".jar"); }
}
