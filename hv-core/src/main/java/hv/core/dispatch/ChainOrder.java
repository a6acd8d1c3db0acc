package hv.core.dispatch;

import hv.api.x86.ExitReason;
import hv.core.report.ExitReasonName;
import hv.core.report.HvException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who comes before whom: as {@code --order} says, then by stage, then by id. */
public final class ChainOrder {
    private static final Comparator<Claim> BY_STAGE_AND_ID = Comparator.comparing(Claim::stage).thenComparing(Claim::plugin);

    private final Map<ExitReason, List<String>> first = new EnumMap<>(ExitReason.class);

    /**
     * @param overrides "exit=a,b" each, the exit reason in kebab case
     * @throws HvException (user's mistake) for an unknown exit reason or a malformed override
     */
    public static ChainOrder parse(List<String> overrides) {
        var order = new ChainOrder();
        for (var override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) throw HvException.user("an order is EXIT=a,b, such as cpuid=spoof,cpuid, not '" + override + "'");
            order.first.put(ExitReasonName.parse(override.substring(0, equals)), List.of(override.substring(equals + 1).split(",")));
        }
        return order;
    }

    /** All ids that overrides name. */
    public Stream<String> named() { return first.values().stream().flatMap(List::stream); }

    /** The ids that the override of a reason names; empty for none. */
    public List<String> override(ExitReason reason) { return first.getOrDefault(reason, List.of()); }

    Comparator<Claim> of(ExitReason reason) {
        var named = override(reason);
        return Comparator.<Claim>comparingInt(claim -> rank(named.indexOf(claim.plugin()))).thenComparing(BY_STAGE_AND_ID);
    }

    private static int rank(int position) { return position < 0 ? Integer.MAX_VALUE : position; }
}
