package hv.core.plugins;

import hv.api.Plugin;
import hv.api.VmPlugin;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Chooses a virtual machine's plugins. */
public final class PluginChoice {
    /** The order in which plugins of virtual machines are attached: memory first, then by stage and id. */
    public static final Comparator<FoundPlugin> IN_ORDER = Comparator.comparing(FoundPlugin::isBaseTranslator).reversed()
            .thenComparing(found -> ((VmPlugin) found.sample()).stage()).thenComparing(FoundPlugin::id);

    private final PluginCatalog catalog;
    private final Set<Plugin> handedOut = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @throws HvException (user's mistake) with all that is wrong with plugins that were found */
    public PluginChoice(PluginCatalog catalog) {
        catalog.requireSound();
        this.catalog = catalog;
    }

    /**
     * The base memory translator of a machine: what is named, in one way or the other, replaces the usual one.
     *
     * @param selection as {@link hv.core.config.PluginOptions} tells
     * @param asked     what the person named as the translator
     * @param usual     where nothing else is named
     *
     * @throws HvException (user's mistake) for an id that no base translator has, for several, or where the only one is left out
     */
    public String translator(List<String> selection, Optional<String> asked, String usual) {
        var names = new Names(selection);
        var wanted = Stream.concat(asked.stream().map(id -> catalog.translator(id).id()), names.wanted().filter(this::isBase)).distinct().toList();
        if (wanted.size() > 1) throw HvException.user("a machine has one base memory translator, not %s; name one".formatted(String.join(" and ", wanted)));
        var chosen = catalog.translator(wanted.isEmpty() ? usual : wanted.getFirst()).id();
        if (names.without.contains(chosen)) throw HvException.user(withoutBase(chosen));
        return chosen;
    }

    private boolean isBase(String id) { return catalog.find(id).orElseThrow().isBaseTranslator(); }

    private String withoutBase(String id) {
        var others = catalog.ids(plugin -> plugin.isBaseTranslator() && !plugin.id().equals(id));
        return "without the memory translator '%s' a machine has no memory; name another with --translator: %s".formatted(id, String.join(", ", others));
    }

    /**
     * The plugins that take part: those that {@code selection} names, with one base translator.
     *
     * @param selection      as {@link hv.core.config.PluginOptions} tells
     * @param baseTranslator where the selection names none
     *
     * @throws HvException (user's mistake) for an id that no plugin has, or as {@link #translator} does
     */
    public List<FoundPlugin> choose(List<String> selection, String baseTranslator) {
        var chosen = new ArrayList<FoundPlugin>();
        var base = catalog.translator(translator(selection, Optional.empty(), baseTranslator));
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
        private final Set<String> only = new LinkedHashSet<>(), also = new LinkedHashSet<>(), without = new LinkedHashSet<>();

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

        private String known(String id) {
            var plugin = catalog.get(id, "the choice of plugins", FoundPlugin::isVmPlugin);
            if (plugin.isProbe()) throw HvException.user("'" + id + "' is a feature probe, and no probe can be chosen or left out: all are asked");
            return plugin.id();
        }

        Stream<String> wanted() { return Stream.concat(only.stream(), also.stream()); }

        boolean takes(FoundPlugin plugin) {
            if (without.contains(plugin.id())) return false;
            if (also.contains(plugin.id()) || only.contains(plugin.id())) return true;
            return only.isEmpty() && plugin.sample().onByDefault();
        }
    }
}
