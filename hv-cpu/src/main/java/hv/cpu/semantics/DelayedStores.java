package hv.cpu.semantics;

import java.util.ArrayList;
import java.util.List;

/**
 * Stores of an instruction that has other accesses to make between them. Each is checked at once and made at the end, so that a VM exit in between
 * finds memory as it was, and the instruction can begin again. Its own loads see them.
 */
final class DelayedStores {
    private record Store(long linear, int bytes, long value) {
        /** The value that a load gives when this comes before it. */
        long over(long loaded, long from, int count) {
            long seen = loaded;
            for (int i = 0; i < count; i++) {
                long at = from + i - linear;
                if (at >= 0 && at < bytes) seen = seen & ~(0xFFL << 8 * i) | (value >>> 8 * at & 0xFF) << 8 * i;
            }
            return seen;
        }
    }

    private final Cpu c;
    private final List<Store> stores = new ArrayList<>();

    DelayedStores(Cpu c) { this.c = c; }

    void add(long linear, int bytes, long value) {
        c.mem.checkWrite(linear, bytes);
        stores.add(new Store(linear, bytes, value));
    }

    long load(long linear, int bytes) {
        long value = c.mem.read(linear, bytes);
        for (var each : stores) value = each.over(value, linear, bytes);
        return value;
    }

    void commit() { for (var each : stores) c.mem.write(each.linear, each.bytes, each.value); }
}
