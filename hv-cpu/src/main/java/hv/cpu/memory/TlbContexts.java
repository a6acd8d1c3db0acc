package hv.cpu.memory;

import java.util.function.Predicate;

/**
 * The contexts whose translations are cached, a few at a time. Operations that drop translations name contexts as the processor does: by VPID (linear
 * and combined mappings) or by EPT root (combined mappings).
 *
 * @sdm 3C chapter 29 "Operations that Invalidate Cached Mappings"
 */
final class TlbContexts {
    private static final int COUNT = 8;

    /** The contexts, last used first. */
    private final Tlb[] contexts = new Tlb[COUNT];

    TlbContexts() {
        for (int i = 0; i < COUNT; i++) contexts[i] = new Tlb();
    }

    /** The context with this key. If there is none, the one that has not been used for longest is emptied and gets the key. */
    Tlb of(TlbKey key) {
        for (int i = 0; i < COUNT; i++) if (contexts[i].key.matches(key)) return toFront(i);
        var victim = toFront(COUNT - 1);
        victim.flush();
        victim.key.set(key);
        return victim;
    }

    private Tlb toFront(int place) {
        var context = contexts[place];
        System.arraycopy(contexts, 0, contexts, 1, place);
        contexts[0] = context;
        return context;
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

    /** Drops one page of a PCID, unless it is global. */
    void flushLocalPage(int vpid, int pcid, long linear) {
        for (var context : contexts) if (context.key.vpid == vpid && context.key.pcid == pcid) context.flushLocalPage(linear);
    }

    /** Drops one page in all contexts. */
    void drop(long linear) {
        for (var context : contexts) context.drop(linear);
    }

    void withholdWrites(long frame) {
        for (var context : contexts) context.withholdWrites(frame);
    }
}
