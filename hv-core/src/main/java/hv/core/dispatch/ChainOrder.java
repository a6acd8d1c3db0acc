package hv.core.dispatch;

import hv.api.x86.ExitReason;
import hv.core.report.HvException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
            if (equals < 1) throw HvException.user("--order takes exit=a,b, not '" + override + "'");
            order.first.put(reason(override.substring(0, equals)), List.of(override.substring(equals + 1).split(",")));
        }
        return order;
    }

    /** @throws HvException (user's mistake) where there is no such exit reason */
    public static ExitReason reason(String name) {
        var wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(ExitReason.values()).filter(reason -> reason.name().equals(wanted)).findFirst()
                .orElseThrow(() -> HvException.user("unknown exit reason '" + name + "'; reasons are named as in the manual, for example cpuid, "
                        + "io-instruction, ept-violation"));
    }

    /** The ids that the override of a reason names; empty for none. */
    public List<String> override(ExitReason reason) { return first.getOrDefault(reason, List.of()); }

    Comparator<Claim> of(ExitReason reason) {
        var named = override(reason);
        return Comparator.<Claim>comparingInt(claim -> rank(named.indexOf(claim.plugin()))).thenComparing(BY_STAGE_AND_ID);
    }

    private static int rank(int position) { return position < 0 ? Integer.MAX_VALUE : position; }
}
