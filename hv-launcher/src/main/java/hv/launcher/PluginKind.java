package hv.launcher;

import hv.api.Device;
import hv.api.FeatureProbe;
import hv.api.MemoryTranslator;
import hv.core.plugins.FoundPlugin;

/** The headings under which plugins are listed, in that order. */
enum PluginKind {
    HANDLER("Exit handlers"),
    DEVICE("Devices: exit handlers that serve a bare machine too"),
    TRANSLATOR("Memory translators"),
    PROBE("Feature probes");

    private final String title;

    PluginKind(String title) { this.title = title; }

    String title() { return title; }

    static PluginKind of(FoundPlugin plugin) {
        return switch (plugin.sample()) {
            case FeatureProbe _ -> PROBE;
            case MemoryTranslator _ -> TRANSLATOR;
            case Device _ -> DEVICE;
            default -> HANDLER;
        };
    }
}
