package hv.handlers.msr;

import java.util.function.LongPredicate;

/**
 * A register that a guest has.
 *
 * @param writable bits that a write changes
 * @param kept     bits whose written value is dropped; a write that would change a bit that is neither writable nor kept faults, and so
 *                 does any write where there are none
 * @param valid    what else a value must be
 */
record KnownMsr(int index, Home home, long writable, long kept, LongPredicate valid) {
    private static final LongPredicate ANY = _ -> true;

    static KnownMsr of(int index, Home home) { return new KnownMsr(index, home, 0, 0, ANY); }
    KnownMsr writable(long bits) { return new KnownMsr(index, home, bits, kept, valid); }
    KnownMsr kept(long bits) { return new KnownMsr(index, home, writable, bits, valid); }
    KnownMsr valid(LongPredicate rule) { return new KnownMsr(index, home, writable, kept, rule); }

    /** Whether it needs none of this handler's exits. */
    boolean passes() { return home instanceof Home.Processor || isTheFrameworks(); }

    boolean isTheFrameworks() { return home instanceof Home.Framework; }

    /** Whether WRMSR takes {@code value} where the register holds {@code old}. */
    boolean accepts(long old, long value) {
        boolean readOnly = (writable | kept) == 0;
        return !readOnly && ((value ^ old) & ~(writable | kept)) == 0 && valid.test(value);
    }

    /** What the register holds after an accepted write. */
    long written(long old, long value) { return old & ~writable | value & writable; }
}
