package hv.core.plugins;

import hv.api.Plugin;
import hv.api.VmPlugin;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Chooses a virtual machine's plugins. */
public final class PluginChoice {
    /** The order in which plugins of virtual machines are attached: memory first, then by stage and id. */
    public static final Comparator<FoundPlugin> IN_ORDER = Comparator.comparing(FoundPlugin::isBaseTranslator).reversed()
            .thenComparing(found -> ((VmPlugin) found.sample()).stage()).thenComparing(FoundPlugin::id);

    private final PluginCatalog catalog;
    private final Set<Plugin> handedOut = Collections.newSetFromMap(new IdentityHashMap<>());

    public PluginChoice(PluginCatalog catalog) { this.catalog = catalog; }

    /**
     * The plugins that take part: those that {@code selection} names, with one base translator.
     *
     * @param selection as {@link hv.core.config.PluginOptions} tells
     *
     * @throws HvException (user's mistake) for an id that no plugin has
     */
    public List<FoundPlugin> choose(List<String> selection, String baseTranslator) {
        var chosen = new ArrayList<FoundPlugin>();
        var base = catalog.translator(baseTranslator);
        var names = new Names(selection);
        for (var plugin : catalog.found()) {
            boolean takes = plugin.isChoice() ? names.takes(plugin) : plugin == base;
            if (takes) chosen.add(plugin);
        }
        return chosen;
    }

    /**
     * An instance of its own for one virtual machine.
     *
     * @throws HvException if the provider hands out one instance twice
     */
    public VmPlugin instantiate(FoundPlugin plugin) {
        var instance = plugin.provider().get();
        if (!handedOut.add(instance)) {
            throw HvException.user("plugin '%s' (%s) gives the same instance to two virtual machines; its provider() must make a new one"
                    .formatted(plugin.id(), plugin.origin()));
        }
        return (VmPlugin) instance;
    }

    private final class Names {
        private final Set<String> only = new HashSet<>(), also = new HashSet<>(), without = new HashSet<>();

        Names(List<String> selection) {
            for (var name : selection) {
                if (name.isEmpty()) throw HvException.user("an id is missing in the choice of plugins; write a,b for only these, +c for one more, -d for one less");
                switch (name.charAt(0)) {
                    case '+' -> also.add(known(name.substring(1)));
                    case '-' -> without.add(known(name.substring(1)));
                    default -> only.add(known(name));
                }
            }
        }

        private String known(String id) { return catalog.get(id, "the choice of plugins", FoundPlugin::isChoice).id(); }

        boolean takes(FoundPlugin plugin) {
            if (without.contains(plugin.id())) return false;
            if (also.contains(plugin.id()) || only.contains(plugin.id())) return true;
            return only.isEmpty() && plugin.sample().onByDefault();
        }
    }
}
