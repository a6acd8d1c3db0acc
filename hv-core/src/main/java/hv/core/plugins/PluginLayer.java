package hv.core.plugins;

import hv.api.ExitHandler;
import hv.api.Plugin;
import hv.core.report.Causes;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** One jar, or one folder with a plugin and its libraries, as a module layer above hv's own. */
final class PluginLayer {
    private static final String API = "hv.api";

    private final Path path;
    private final List<FoundPlugin> found;
    private final List<String> problems;

    PluginLayer(Path path, List<FoundPlugin> found, List<String> problems) {
        this.path = path;
        this.found = found;
        this.problems = problems;
    }

    void examine() {
        try {
            var finder = ModuleFinder.of(path);
            var newer = builtAgainstNewerApi(finder);
            if (newer.isPresent()) problems.add(newer.get());
            else load(finder);
        } catch (FindException | ResolutionException | LayerInstantiationException | LinkageError | SecurityException e) {
            problems.add("plugin jar " + path + " is damaged or can't be loaded: " + Causes.sentence(e) + "; replace or remove it");
        }
    }

    private void load(ModuleFinder finder) {
        var parent = Optional.ofNullable(PluginLayer.class.getModule().getLayer()).orElse(ModuleLayer.boot());
        var names = finder.findAll().stream().map(module -> module.descriptor().name()).collect(Collectors.toSet());
        var configuration = Configuration.resolveAndBind(finder, List.of(parent.configuration()), ModuleFinder.of(), names);
        var layer = ModuleLayer.defineModulesWithOneLoader(configuration, List.of(parent), ExitHandler.class.getClassLoader()).layer();
        int before = found.size() + problems.size();
        for (var service : PluginPath.SERVICES) instantiate(layer, service);
        if (found.size() + problems.size() == before) {
            problems.add("plugin jar " + path + " holds no plugin: it provides none of ExitHandler, MemoryTranslator, FeatureProbe");
        }
    }

    private void instantiate(ModuleLayer layer, Class<? extends Plugin> service) {
        Providers.instantiate(ServiceLoader.load(layer, service), path.toString(), type -> type.getModule().getLayer() == layer, found, problems);
    }

    private Optional<String> builtAgainstNewerApi(ModuleFinder finder) {
        return finder.findAll().stream().map(ModuleReference::descriptor).flatMap(descriptor -> descriptor.requires().stream())
                .filter(required -> required.name().equals(API)).flatMap(required -> required.compiledVersion().stream())
                .filter(this::isNewer).findFirst().map(this::newerApi);
    }

    private boolean isNewer(ModuleDescriptor.Version compiled) { return ownVersion().map(own -> compiled.compareTo(own) > 0).orElse(false); }

    private String newerApi(ModuleDescriptor.Version compiled) {
        return "plugin jar %s was built against hv-api %s, and this is hv-api %s; use a newer hv or an older build of the plugin"
                .formatted(path, compiled, ownVersion().map(Object::toString).orElse("of unknown version"));
    }

    private static Optional<ModuleDescriptor.Version> ownVersion() {
        return Optional.ofNullable(ExitHandler.class.getModule().getDescriptor()).flatMap(ModuleDescriptor::version);
    }
}
