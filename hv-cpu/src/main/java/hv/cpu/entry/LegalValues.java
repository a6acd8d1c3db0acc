package hv.cpu.entry;

import hv.api.x86.AccessRights;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.VmcsField;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * The values of one field that a broken rule would accept, the other fields staying as they are. The rule's own predicate is asked, so that the
 * explanation agrees with VM entry. Values of many shapes ({@link Witnesses}) are tried, and each accepted one is led bit by bit towards the actual
 * value.
 */
final class LegalValues {
    /** The number of accepted witnesses that are looked into, the nearest first. */
    private static final int MOST = 64;
    /**
     * The weight of bits that switch a requirement off (event valid, segment unusable), in distances between values: a person seldom wants those
     * changed first.
     */
    private static final int SWITCH_WEIGHT = 16;

    private final EntryRule rule;
    private final VmcsField field;
    private final ChangedView view;
    private final long actual;
    private final int bits;
    private final long switches;
    private final boolean number;

    LegalValues(EntryRule rule, VmcsField field, EntryView view) {
        this.rule = rule;
        this.field = field;
        this.view = new ChangedView(view);
        this.actual = view.get(field);
        rule.surelyHolds(this.view);
        this.bits = field.width().bits();
        this.switches = field.name().endsWith("ACCESS_RIGHTS") ? AccessRights.UNUSABLE
                : field == VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION ? InterruptionInformation.VALID & 0xFFFF_FFFFL : 0;
        this.number = field.name().matches(".*(COUNT|THRESHOLD|LENGTH|ACTIVITY_STATE)");
    }

    /**
     * Finds the accepted values, and the one nearest to the actual value; null if none was found.
     *
     * @param others rules that hold now and should go on holding
     */
    Accepted find(List<EntryRule> others) {
        LongPredicate alone = value -> rule.surelyHolds(view.with(field, value));
        long[] all = Witnesses.of(field, actual, view).filter(alone).toArray();
        var legal = LongStream.of(all).boxed().sorted((a, b) -> Long.compare(distance(a), distance(b))).limit(MOST).toList();
        if (legal.isEmpty()) return null;
        LongPredicate harmless = value -> others.stream().allMatch(other -> other.surelyHolds(view.with(field, value)));
        long best = nearest(legal.stream().mapToLong(Long::longValue).filter(harmless), alone.and(harmless));
        if (!alone.test(best)) best = nearest(legal.stream().mapToLong(Long::longValue), alone);
        return accepted(best, all, alone, others);
    }

    /** The nearest of the values that the witnesses lead to; the actual value itself if there are none. */
    private long nearest(LongStream witnesses, LongPredicate legal) {
        return witnesses.map(witness -> number ? witness : approach(witness, legal)).boxed()
                .min(Comparator.comparingLong((Long value) -> distance(value)).thenComparing(value -> value ^ actual, Long::compareUnsigned)).orElse(actual);
    }

    /** Gives a legal value the actual value's bits, one by one, where it stays legal. */
    private long approach(long witness, LongPredicate legal) {
        long value = witness;
        if (switches != 0) value = adopt(value, switches, legal);
        for (int i = bits - 1; i >= 0; i--) value = adopt(value, 1L << i, legal);
        return value;
    }

    private long adopt(long value, long bit, LongPredicate legal) {
        return (value & bit) != (actual & bit) && legal.test(value ^ bit) ? value ^ bit : value;
    }

    private long distance(long value) {
        long differs = value ^ actual;
        return number ? Math.abs(value - actual) : Long.bitCount(differs) + (long) SWITCH_WEIGHT * Long.bitCount(differs & switches);
    }

    private Accepted accepted(long nearest, long[] all, LongPredicate alone, List<EntryRule> others) {
        var breaks = others.stream().filter(other -> !other.surelyHolds(view.with(field, nearest))).map(EntryRule::id).toList();
        if (number) return new Accepted(nearest, 0, 0, most(nearest, alone), breaks);
        long ones = 0, zeros = 0;
        for (int i = 0; i < bits; i++) {
            long bit = 1L << i;
            if (alone.test(nearest ^ bit)) continue;
            if ((nearest & bit) != 0) ones |= bit;
            else zeros |= bit;
        }
        for (long value : all) {
            ones &= value;
            zeros &= ~value;
        }
        return new Accepted(nearest, ones, zeros, -1, breaks);
    }

    /** The end of the run of legal values that begins at {@code from}. */
    private static long most(long from, LongPredicate legal) {
        long value = from;
        while (value < from + 0x1000 && legal.test(value + 1)) value++;
        return value;
    }

    /**
     * The accepted values of a field.
     *
     * @param nearest an accepted value
     * @param ones    bits that must be 1: every accepted witness has them, and the nearest value is not accepted without one of them
     * @param zeros   bits that must be 0, likewise
     * @param most    for a number, the largest accepted one; -1 for a set of bits
     * @param breaks  the other rules that the nearest value breaks
     */
    record Accepted(long nearest, long ones, long zeros, long most, List<String> breaks) {}
}
