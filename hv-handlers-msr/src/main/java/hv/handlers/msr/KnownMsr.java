package hv.handlers.msr;

import java.util.function.LongPredicate;

/**
 * A register that a guest has. A write that would change a bit that is neither writable nor kept faults; a register without such bits is read-only.
 *
 * @param writable bits that a write changes
 * @param kept     bits whose written value is dropped
 * @param valid    a further condition on the written value
 */
record KnownMsr(int index, Home home, long writable, long kept, LongPredicate valid) {
    private static final LongPredicate ANY = _ -> true;

    static KnownMsr of(int index, Home home) { return new KnownMsr(index, home, 0, 0, ANY); }
    KnownMsr writable(long bits) { return new KnownMsr(index, home, bits, kept, valid); }
    KnownMsr kept(long bits) { return new KnownMsr(index, home, writable, bits, valid); }
    KnownMsr valid(LongPredicate rule) { return new KnownMsr(index, home, writable, kept, rule); }

    /** Whether this handler sees none of the register's accesses. */
    boolean passes() { return home instanceof Home.Processor || isTheFrameworks(); }

    boolean isTheFrameworks() { return home instanceof Home.Framework; }

    /** Whether WRMSR takes {@code value} where the register holds {@code old}. */
    boolean accepts(long old, long value) {
        boolean readOnly = (writable | kept) == 0;
        return !readOnly && ((value ^ old) & ~(writable | kept)) == 0 && valid.test(value);
    }

    /** The value of the register after an accepted write. */
    long written(long old, long value) { return old & ~writable | value & writable; }
}
