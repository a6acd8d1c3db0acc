package hv.core.machine;

import hv.api.Setting;
import hv.core.report.Blame;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A plugin's id, settings and warnings, as far as a machine needs them.
 *
 * @param settings values by key; a key that is missing has the setting's own value
 * @param warnings gets the plugin's warnings: its id and the message
 */
public record PluginContext(String id, Map<String, Object> settings, BiConsumer<String, String> warnings) {
    @SuppressWarnings("unchecked") <T> T get(Setting<T> setting) {
        if (!settings.containsKey(setting.key())) {
            throw Blame.rule(id, "reads the setting '" + setting.key() + "', which its settings() do not declare");
        }
        return (T) settings.get(setting.key());
    }
}
