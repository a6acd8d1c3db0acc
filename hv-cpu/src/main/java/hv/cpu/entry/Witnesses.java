package hv.cpu.entry;

import hv.api.x86.VmcsField;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Values of a field to try against a rule: of every shape that a requirement may accept. */
final class Witnesses {
    /** Usual values: access rights of segments, EFER of 64-bit and other guests, PAT at reset, DR7 at reset, a limit, selectors. */
    private static final long[] USUAL = {0x93, 0x9B, 0x8B, 0x82, 0xF3, 0xA09B, 0xC093, 0xC09B, 0x500, 0xD00, 0x0007_0406_0007_0406L, 0x400, 0xFFFF,
            0xFFF, 0xFFFF_FFFFL, 8, 0x10, 0x18};
    private static final int SMALL = 64, LINEAR_BITS = 48;

    private Witnesses() {}

    /** All values to try, cut to the field's width. */
    static LongStream of(VmcsField field, long actual, ChangedView view) {
        int bits = field.width().bits();
        long mask = -1L >>> 64 - bits;
        var cap = view.capabilities();
        var words = LongStream.of(cap.pin, cap.primary, cap.secondary, cap.exit, cap.entry).flatMap(w -> LongStream.of(w & 0xFFFF_FFFFL, w >>> 32,
                (actual | w) & (w >>> 32)));
        var fixed = LongStream.of(actual | cap.cr0Fixed0, actual & cap.cr0Fixed1, actual | cap.cr4Fixed0, actual & cap.cr4Fixed1,
                (actual | cap.cr0Fixed0) & cap.cr0Fixed1, (actual | cap.cr4Fixed0) & cap.cr4Fixed1);
        var extended = LongStream.of(actual << 64 - LINEAR_BITS >> 64 - LINEAR_BITS, -1, actual | 0x400);
        var all = Stream.of(LongStream.of(USUAL), LongStream.range(0, SMALL), words, fixed, extended, ranges(actual, bits), parts(actual),
                related(field, view));
        return all.flatMapToLong(values -> values).map(value -> value & mask).distinct();
    }

    /** The actual value with a run of bits set to 0, or to 1. */
    private static LongStream ranges(long actual, int bits) {
        return IntStream.range(0, bits).boxed().flatMapToLong(low -> IntStream.range(low, bits).mapToLong(high -> -1L >>> 63 - high & -1L << low))
                .flatMap(run -> LongStream.of(actual & ~run, actual | run));
    }

    /** The actual value with another low byte, another type (bits 3:0), another privilege level or type of event. */
    private static LongStream parts(long actual) {
        return LongStream.of(IntStream.range(0, 256).mapToLong(i -> actual & ~0xFF | i).toArray())
                .flatMap(value -> IntStream.range(0, 8).mapToLong(i -> i == 0 ? value : value & ~0x700 | i << 8));
    }

    /** Values that follow from other fields that the rule looks at: the same value, or a selector's base in virtual-8086 mode. */
    private static LongStream related(VmcsField field, ChangedView view) {
        return view.lookedAt().stream().filter(other -> other != field).mapToLong(view::get).flatMap(v -> LongStream.of(v, v << 4, v >>> 4)).boxed()
                .toList().stream().mapToLong(Long::longValue);
    }
}
