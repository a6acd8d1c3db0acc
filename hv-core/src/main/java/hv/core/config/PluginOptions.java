package hv.core.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which plugins a machine gets, and how they are set.
 *
 * @param selection plugin ids: "a" (only those named so), "+a" (also this one), "-a" (not this one); empty for those
 *                  that are on by default. A base memory translator that is named replaces the usual one
 * @param settings  "id.key=value" each
 * @param order     "chain=a,b" each: in this chain, as {@link hv.core.report.ChainName} has it, these plugins come first, in this order
 */
public record PluginOptions(List<String> selection, List<String> settings, List<String> order) {
    public static final PluginOptions DEFAULT = new PluginOptions(List.of(), List.of(), List.of());

    /** With these before their own, which win. */
    public PluginOptions over(List<String> selection, List<String> settings) {
        return new PluginOptions(joined(selection, this.selection), joined(settings, this.settings), order);
    }

    private static List<String> joined(List<String> first, List<String> then) { return Stream.concat(first.stream(), then.stream()).toList(); }
}
