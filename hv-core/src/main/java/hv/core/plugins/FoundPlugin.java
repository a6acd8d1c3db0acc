package hv.core.plugins;

import hv.api.Device;
import hv.api.ExitHandler;
import hv.api.FeatureProbe;
import hv.api.MemoryTranslator;
import hv.api.Plugin;
import hv.api.Stage;
import hv.api.VmPlugin;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * A plugin that was found and can be instantiated.
 *
 * @param sample   an instance for asking about id, settings and stage; never attached
 * @param provider makes an instance for each virtual machine
 * @param origin   the jar or module it comes from, for messages
 */
public record FoundPlugin(Plugin sample, ServiceLoader.Provider<? extends Plugin> provider, String origin) {
    /** A plugin that was not found but given, by a program that embeds hv. @param made makes a new instance each time */
    public static FoundPlugin of(Supplier<? extends Plugin> made, String origin) {
        var sample = made.get();
        return new FoundPlugin(sample, new ServiceLoader.Provider<Plugin>() {
            @Override public Class<? extends Plugin> type() { return sample.getClass(); }
            @Override public Plugin get() { return made.get(); }
        }, origin);
    }

    public String id() { return sample.id(); }
    public boolean isProbe() { return sample instanceof FeatureProbe; }
    public boolean isVmPlugin() { return sample instanceof VmPlugin; }
    /** Whether a virtual machine may have it or not, as its options say. */
    public boolean isChoice() { return isVmPlugin() && !isBaseTranslator(); }
    public boolean isDevice() { return sample instanceof Device; }
    public boolean isExitHandler() { return sample instanceof ExitHandler; }
    public boolean isTranslator() { return sample instanceof MemoryTranslator; }
    /** Whether it says where guest memory lies in the first place; a virtual machine has one of these. */
    public boolean isBaseTranslator() { return sample instanceof MemoryTranslator translator && translator.stage() == Stage.FALLBACK; }
}
