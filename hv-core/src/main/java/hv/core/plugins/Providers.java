package hv.core.plugins;

import hv.api.Plugin;
import hv.core.report.Causes;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** Makes a sample of each provider of a service; one that fails becomes a problem and the next one is tried. */
final class Providers {
    private Providers() {}

    static void instantiate(ServiceLoader<? extends Plugin> loader, String origin, List<FoundPlugin> found, List<String> problems) {
        instantiate(loader, origin, _ -> true, found, problems);
    }

    /** @param own whether a provider's instance belongs to what is being examined, and not to a parent layer */
    static void instantiate(ServiceLoader<? extends Plugin> loader, String origin, Predicate<Class<?>> own, List<FoundPlugin> found,
                            List<String> problems) {
        var providers = loader.stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) return;
                one(providers, origin, own, found);
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                problems.add(origin + " has a plugin that can't be used: " + Causes.located(e) + "; mend or remove it");
            }
        }
    }

    private static void one(Iterator<? extends ServiceLoader.Provider<? extends Plugin>> providers, String origin, Predicate<Class<?>> own,
                            List<FoundPlugin> found) {
        var provider = providers.next();
        boolean concrete = !provider.type().isInterface();
        if (concrete && !own.test(provider.type())) return;
        var sample = provider.get();
        if (!own.test(sample.getClass()) || known(sample, found)) return;
        found.add(new FoundPlugin(sample, provider, name(sample, origin)));
    }

    /** A class that provides two services is one plugin. */
    private static boolean known(Plugin sample, List<FoundPlugin> found) {
        return found.stream().anyMatch(plugin -> plugin.sample().getClass() == sample.getClass());
    }

    private static String name(Plugin sample, String origin) {
        var module = sample.getClass().getModule();
        return origin.equals("hv") && module.isNamed() ? "module " + module.getName() : origin;
    }
}
