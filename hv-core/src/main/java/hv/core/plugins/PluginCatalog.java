package hv.core.plugins;

import hv.api.Names;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All plugins of a run: those on the module path and those of the plugin path, by id.
 *
 * @param found    sorted by id
 * @param problems one message for each jar or provider that could not be used; the others are not disturbed
 */
public record PluginCatalog(List<FoundPlugin> found, List<String> problems) {
    /** Sorts, and takes out twins: plugins of one id, of which none can be preferred. */
    static PluginCatalog of(List<FoundPlugin> all, List<String> problems) {
        var allProblems = new ArrayList<>(problems);
        var unique = new ArrayList<FoundPlugin>();
        for (var same : byId(all).values()) {
            if (same.size() == 1) unique.add(same.getFirst());
            else allProblems.add(twins(same));
        }
        unique.sort(Comparator.comparing(FoundPlugin::id));
        return new PluginCatalog(List.copyOf(unique), List.copyOf(allProblems));
    }

    private static Map<String, List<FoundPlugin>> byId(List<FoundPlugin> all) {
        return all.stream().collect(Collectors.groupingBy(FoundPlugin::id));
    }

    private static String twins(List<FoundPlugin> same) {
        var origins = same.stream().map(FoundPlugin::origin).sorted().collect(Collectors.joining(" and "));
        return "plugin id '" + same.getFirst().id() + "' is used twice, in " + origins + "; remove one of them";
    }

    public Optional<FoundPlugin> find(String id) { return found.stream().filter(plugin -> plugin.id().equals(id)).findFirst(); }

    /**
     * The plugin with this id, whatever it is.
     *
     * @param where what names it: "the choice of plugins"
     * @param meant those that are listed where there is none
     * @throws HvException (user's mistake) where no plugin has this id
     */
    public FoundPlugin get(String id, String where, Predicate<FoundPlugin> meant) {
        return find(id).orElseThrow(() -> HvException.user("unknown plugin '%s' in %s%s".formatted(id, where, Names.choices(id, ids(meant)))));
    }

    /** @throws HvException (user's mistake) where no base memory translator has this id, listing those there are */
    FoundPlugin translator(String id) {
        return find(id).filter(FoundPlugin::isBaseTranslator).orElseThrow(() -> HvException.user(noBase(id)));
    }

    private String noBase(String id) {
        boolean addsToOne = find(id).filter(FoundPlugin::isTranslator).isPresent();
        return addsToOne ? "'%s' is no base memory translator, but works on top of one; turn it on with --plugins +%<s".formatted(id)
                : "'%s' is no base memory translator%s".formatted(id, Names.choices(id, ids(FoundPlugin::isBaseTranslator)));
    }

    List<String> ids(Predicate<FoundPlugin> meant) { return found.stream().filter(meant).map(FoundPlugin::id).toList(); }

    /** @throws HvException (user's mistake) with all problems, if there are any */
    public void requireSound() {
        if (problems.size() == 1) throw HvException.user(problems.getFirst());
        if (!problems.isEmpty()) throw HvException.user(problems.size() + " things are wrong with plugins\n  " + String.join("\n  ", problems));
    }
}
