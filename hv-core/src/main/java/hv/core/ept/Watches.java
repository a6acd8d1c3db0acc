package hv.core.ept;

import hv.api.Intercept;
import hv.api.x86.Access;
import java.util.ArrayList;
import java.util.List;

/** The ranges of guest-physical memory whose accesses plugins intercept. */
final class Watches {
    private final List<Intercept.Memory> watches = new ArrayList<>();

    void add(Intercept.Memory watch) { watches.add(watch); }
    void remove(Intercept.Memory watch) { watches.remove(watch); }
    List<Intercept.Memory> all() { return watches; }

    /** The accesses that are intercepted somewhere on this page. */
    Access on(long page) {
        var watched = Access.NONE;
        for (var watch : watches) {
            long first = watch.first().value();
            if (first < page + 0x1000 && page < first + watch.bytes()) watched = watched.or(watch.accesses());
        }
        return watched;
    }
}
