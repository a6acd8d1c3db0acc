package hv.core.dispatch;

import hv.api.Stage;
import hv.core.report.ChainName;
import hv.core.report.HvException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which plugin of a chain comes before which: as {@code --order} says, then by stage, then by id. */
public final class ChainOrder {
    private final Map<ChainName, List<String>> first = new LinkedHashMap<>();

    /**
     * @param overrides "chain=a,b" each, the chain as {@link ChainName} has it; the last one for a chain counts
     * @throws HvException (user's mistake) for an unknown chain or a malformed override
     */
    public static ChainOrder parse(List<String> overrides) {
        var order = new ChainOrder();
        for (var override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) throw HvException.user("an order is EXIT=a,b or memory=a,b, such as cpuid=spoof,cpuid, not '" + override + "'");
            order.first.put(ChainName.parse(override.substring(0, equals)), List.of(override.substring(equals + 1).split(",")));
        }
        return order;
    }

    /** The ids that come first, by chain. */
    public Map<ChainName, List<String>> overrides() { return first; }

    /** The ids that come first in a chain; empty where stage and id alone decide. */
    public List<String> override(ChainName chain) { return first.getOrDefault(chain, List.of()); }

    /** The order of what stands for plugins in a chain. */
    public <T> Comparator<T> of(ChainName chain, Function<T, Stage> stage, Function<T, String> plugin) {
        var named = override(chain);
        return Comparator.<T>comparingInt(each -> rank(named.indexOf(plugin.apply(each)))).thenComparing(stage).thenComparing(plugin);
    }

    private static int rank(int position) { return position < 0 ? Integer.MAX_VALUE : position; }
}
