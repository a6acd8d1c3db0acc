package hv.testkit;

import hv.api.ExitHandler;
import hv.api.FeatureProbe;
import hv.api.MemoryTranslator;
import java.util.List;
import java.util.ServiceLoader;

/** Plugins that the running test can see as services: of its own module, its class path and their dependencies. */
public final class Services {
    private Services() {}

    /** @param type {@link ExitHandler}, {@link MemoryTranslator} or {@link FeatureProbe} */
    public static <T> List<T> found(Class<T> type) {
        return ServiceLoader.load(type).stream().map(ServiceLoader.Provider::get).toList();
    }
}
