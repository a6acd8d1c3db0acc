package hv.core.plugins;

import hv.api.Names;
import hv.api.Setting;
import hv.core.report.HvException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of all plugins' settings, checked against what they declare. */
public final class SettingValues {
    private final Map<String, Map<String, Object>> byPlugin = new HashMap<>();

    private SettingValues() {}

    /**
     * @param assignments "id.key=value" each; of two for one key, the last counts
     * @throws HvException (user's mistake) for an unknown plugin or setting, or a value of the wrong type
     */
    public static SettingValues parse(PluginCatalog catalog, List<String> assignments) {
        var values = new SettingValues();
        for (var plugin : catalog.found()) {
            var own = new HashMap<String, Object>();
            plugin.sample().settings().forEach(setting -> own.put(setting.key(), setting.otherwise()));
            values.byPlugin.put(plugin.id(), own);
        }
        assignments.forEach(assignment -> values.assign(catalog, assignment));
        return values;
    }

    /** By key; every declared setting is there. */
    public Map<String, Object> of(String plugin) { return byPlugin.getOrDefault(plugin, Map.of()); }

    /** The id of the plugin that an assignment "id.key=value" is for. */
    public static String plugin(String assignment) { return assignment.substring(0, assignment.indexOf('.')); }

    private void assign(PluginCatalog catalog, String assignment) {
        int equals = assignment.indexOf('='), dot = assignment.indexOf('.');
        if (dot < 1 || equals < dot) throw HvException.user("a setting is ID.KEY=VALUE, such as serial.port=0x2f8, not '" + assignment + "'");
        var plugin = catalog.get(plugin(assignment), "the setting " + assignment, found -> !found.sample().settings().isEmpty());
        var setting = declared(plugin, assignment.substring(dot + 1, equals));
        byPlugin.get(plugin.id()).put(setting.key(), value(plugin, setting, assignment.substring(equals + 1)));
    }

    private static Setting<?> declared(FoundPlugin plugin, String key) {
        var settings = plugin.sample().settings();
        for (var setting : settings) {
            if (setting.key().equals(key)) return setting;
        }
        var known = settings.isEmpty() ? "; it has no settings" : Names.choices(key, settings.stream().map(Setting::key).toList());
        throw HvException.user("unknown setting '" + key + "' for " + plugin.id() + known);
    }

    private static Object value(FoundPlugin plugin, Setting<?> setting, String text) {
        try {
            return setting.parser().apply(text);
        } catch (IllegalArgumentException e) {
            throw HvException.user("setting " + plugin.id() + "." + setting.key() + ": " + e.getMessage(), e);
        }
    }
}
