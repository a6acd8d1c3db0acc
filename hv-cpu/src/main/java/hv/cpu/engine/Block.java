package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.decode.Trait;
import hv.cpu.semantics.Cpu;
import java.util.List;

/**
 * Instructions that are executed one after the other, from one page; or a single instruction that straddles two. It belongs to a
 * host-physical address, a linear one and a mode, since operations have RIP baked in.
 */
final class Block {
    /** Of {@link #second}: the block lies in one page. */
    static final long NONE = -1;
    /** Not canonical: no RIP. */
    private static final long NOWHERE = 1L << 62;
    /** Links of a chain that call each other before one returns: deeper nesting is slow. */
    private static final int NESTING = 12;
    /** How often a block has run when it is worth a class for two instructions, and one of its own: to define and compile that costs milliseconds. */
    private static final int HOT = 512, VERY_HOT = 50_000;

    final Step[] steps;
    final CodeMode mode;
    final long rip, linear, physical;
    /** Bytes from {@link #physical} on. */
    final int length;
    /** Host-physical address of the second page's frame, {@link #NONE} without one. */
    final long second;
    /** RIP after the last instruction, if it does not go elsewhere. */
    final long end;
    /** It is executed with the exact count of instructions. */
    final boolean alone;
    /** What comes after it is always looked up. */
    final boolean unchained;

    /** {@link #rip}, for as long as its bytes have not been written since it was decoded; then no RIP. */
    long entry;
    /** Blocks that came next before: at {@link #end}, and elsewhere. */
    private Block fall, taken;
    /** The page in which this block and those that it goes on with without a look at the TLB lie; that page, if it lies in no other. */
    private final long page, home;
    private int untilHotter = HOT;
    private boolean hot;
    private Step first;
    /** What is chained to {@link #first} no more. */
    private Step[] rest;
    /** The next one in the same slot of the cache. */
    Block sibling;

    Block(Step[] steps, CodeMode mode, long linear, long physical, long second) {
        var last = steps[steps.length - 1];
        this.steps = steps;
        this.mode = mode;
        this.rip = steps[0].rip;
        this.linear = linear;
        this.physical = physical;
        this.second = second;
        this.end = last.next;
        this.length = (int) (last.rip - rip) + last.length;
        this.alone = alone(last);
        this.unchained = last.row.has(Trait.UNCHAINED) || alone;
        this.entry = rip;
        this.page = linear >>> 12;
        this.home = straddles() ? NONE : page;
        chain(List.of(steps));
    }

    /** An instruction that reads or sets the machine's time, or draws on the budget (REP), is the only one of its block. */
    static boolean alone(Op op) { return op.row.alone() || (op.rep || op.repne) && op.row.has(Trait.REPEATABLE); }

    /** Executes all of it. If an instruction throws, {@link Cpu#thrower} is that one. */
    void run(Cpu c) {
        c.rip = end;
        first.chain(c);
        if (rest != null) for (var part : rest) part.chain(c);
    }

    /** The block to go on with, if it is known and no look at the TLB is needed; otherwise null. */
    Block next(long rip) {
        Block next = known(rip);
        return next != null && next.home == page ? next : null;
    }

    /** The block to go on with, if it is known, wherever the TLB may place it now; otherwise null. */
    Block known(long rip) {
        Block next = rip == end ? fall : taken;
        return next != null && next.entry == rip ? next : null;
    }

    /** Whether it has now been run as often as makes more effort for the next runs worthwhile. */
    boolean becomesHotter() { return --untilHotter == 0; }

    /** Exchanges the steps that {@link #run} executes for faster ones. */
    void heat(Specialiser specialiser) {
        if (hot) specialiser.fuse(steps).ifPresent(this::chain);
        else chain(specialiser.pair(steps));
        untilHotter = hot ? -1 : VERY_HOT;
        hot = true;
    }

    /** Chains the steps, in parts. */
    private void chain(List<Step> links) {
        rest = links.size() <= NESTING ? null : new Step[(links.size() - 1) / NESTING];
        first = links.getFirst();
        for (int i = 1; i < links.size(); i++) {
            if (i % NESTING == 0) rest[i / NESTING - 1] = links.get(i);
            else links.get(i - 1).link(links.get(i));
        }
    }

    /** How many of its instructions come before this one. */
    int index(Op op) {
        int i = 0;
        while (steps[i].rip != op.rip) i++;
        return i;
    }

    int count() { return steps.length; }
    boolean straddles() { return second != NONE; }
    boolean valid() { return entry == rip; }
    void invalidate() { entry = NOWHERE; }
    /** Linear address of the second page. */
    long secondPage() { return (linear & ~0xFFFL) + 0x1000; }

    /** Remembers what came next; but not a block of the same page that was made when the page lay elsewhere. */
    void link(Block next) {
        if (unchained || next.alone || next.page == page && next.physical >>> 12 != physical >>> 12) return;
        if (next.rip == end) fall = next;
        else taken = next;
    }

    /** Whether one of its bytes lies in this range of physical addresses. */
    boolean overlaps(long from, long to) {
        if (!straddles()) return physical < to && physical + length > from;
        long firstEnd = (physical & ~0xFFFL) + 0x1000, secondEnd = second + length - (firstEnd - physical);
        return physical < to && firstEnd > from || second < to && secondEnd > from;
    }
}
