package hv.handlers.vmcall;

import hv.api.Hypercall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hypercalls by number. A new table is made when the offers change. */
final class HypercallTable {
    private final List<Hypercall> offered;
    private final Map<Long, Optional<Hypercall>> byNumber = new HashMap<>();

    /** @throws IllegalStateException if two have one number */
    HypercallTable(List<Hypercall> offered) {
        this.offered = offered;
        for (var call : offered) {
            var twin = byNumber.put(call.number(), Optional.of(call));
            if (twin != null) throw new IllegalStateException(twins(twin.get(), call));
        }
    }

    private static String twins(Hypercall one, Hypercall other) {
        return "hypercalls '%s' and '%s' both have the number %XH: leave one of their plugins out".formatted(one.name(), other.name(), one.number());
    }

    boolean isOf(List<Hypercall> list) { return list == offered; }
    Optional<Hypercall> find(long number) { return byNumber.getOrDefault(number, Optional.empty()); }
}
