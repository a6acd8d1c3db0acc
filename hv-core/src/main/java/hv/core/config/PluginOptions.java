package hv.core.config;

import java.util.List;

/**
 * Which plugins a machine gets, and how they are set.
 *
 * @param selection plugin ids: "a" (only those named so), "+a" (also this one), "-a" (not this one); empty for those that are on by default
 * @param settings  "id.key=value" each
 * @param order     "exit=a,b" each: for this exit reason (in kebab case, or its mnemonic), these plugins come first, in this order
 */
public record PluginOptions(List<String> selection, List<String> settings, List<String> order) {
    public static final PluginOptions DEFAULT = new PluginOptions(List.of(), List.of(), List.of());
}
