package hv.cpu.memory;

import java.util.function.Predicate;

/**
 * The contexts whose translations are kept, a few at a time. What must drop translations names them as the processor does: by VPID (linear and
 * combined mappings) or by EPT root (combined mappings).
 *
 * @sdm 3C chapter 29 "Operations that Invalidate Cached Mappings"
 */
final class TlbContexts {
    private static final int COUNT = 8;

    private final Tlb[] contexts = new Tlb[COUNT];
    private int oldest;

    TlbContexts() {
        for (int i = 0; i < COUNT; i++) contexts[i] = new Tlb();
    }

    /** The context with this key: a kept one, or an empty one that takes the place of any other but {@code keep}. */
    Tlb of(TlbKey key, Tlb keep) {
        for (var context : contexts) if (context.key.matches(key)) return context;
        var victim = contexts[oldest];
        if (victim == keep) {
            oldest = (oldest + 1) % COUNT;
            victim = contexts[oldest];
        }
        oldest = (oldest + 1) % COUNT;
        victim.flush();
        victim.key.set(key);
        return victim;
    }

    void flush(Predicate<TlbKey> which) {
        for (var context : contexts) if (which.test(context.key)) context.flush();
    }

    void flushLocal(Predicate<TlbKey> which) {
        for (var context : contexts) if (which.test(context.key)) context.flushLocal();
    }

    void flushPage(int vpid, long linear) {
        for (var context : contexts) if (context.key.vpid == vpid) context.flushPage(linear);
    }

    /** Not the global page. */
    void flushLocalPage(int vpid, int pcid, long linear) {
        for (var context : contexts) if (context.key.vpid == vpid && context.key.pcid == pcid) context.flushLocalPage(linear);
    }

    /** Of all contexts. */
    void drop(long linear) {
        for (var context : contexts) context.drop(linear);
    }

    void withholdWrites(long frame) {
        for (var context : contexts) context.withholdWrites(frame);
    }
}
