package hv.core.plugins;

import java.util.List;
import java.util.Optional;

/**
 * All plugins of a run: those on the module path and those of the plugin path, by id.
 *
 * @param found    sorted by id
 * @param problems one message for each jar or provider that could not be used; the others are not disturbed
 */
public record PluginCatalog(List<FoundPlugin> found, List<String> problems) {
    public Optional<FoundPlugin> find(String id) { return found.stream().filter(plugin -> plugin.id().equals(id)).findFirst(); }
}
