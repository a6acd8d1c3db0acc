package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.decode.Trait;
import hv.cpu.semantics.Cpu;
import java.util.List;

/**
 * Instructions that are executed one after the other, from one page; or a single instruction that lies across two pages. A block belongs to a
 * host-physical address, a linear address and a mode, because RIP is a constant in its operations.
 */
final class Block {
    /** The value of {@link #second} where the block lies in one page. */
    static final long NONE = -1;
    /** A value that no RIP has: it is not canonical. */
    private static final long NOWHERE = 1L << 62;
    /** The most links of a chain that call each other before one returns; deeper nesting is slow. */
    private static final int NESTING = 12;
    /**
     * The numbers of runs after which a block gets classes for pairs of instructions, and classes of its own. To define and compile a class costs
     * milliseconds.
     */
    private static final int HOT = 512, VERY_HOT = 50_000;

    final Step[] steps;
    final CodeMode mode;
    final long rip, linear, physical;
    /** The number of bytes from {@link #physical} on. */
    final int length;
    /** Host-physical address of the second page's frame; {@link #NONE} without one. */
    final long second;
    /** RIP after the last instruction, unless that branches. */
    final long end;
    /** Whether the block must be executed with an exact count of instructions, outside any chain. */
    final boolean alone;
    /** Whether the next block is always looked up. */
    final boolean unchained;

    /** Equal to {@link #rip} as long as the block's bytes have not been written since it was decoded; afterwards a value that no RIP has. */
    long entry;
    /** The blocks that came next before: the one at {@link #end}, and one elsewhere. */
    private Block fall, taken;
    /**
     * The number of the linear page in which the block begins; and the same number if the block lies in that page alone, otherwise {@link #NONE}. A
     * block whose home is this block's page can follow without a look at the TLB.
     */
    private final long page, home;
    private int untilHotter = HOT;
    private boolean hot;
    private Step first;
    /** The steps with which further parts of the chain begin, after the part that begins with {@link #first}. */
    private Step[] rest;
    /** The next block in the same slot of the cache. */
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

    /** Whether an instruction is the only one of its block: it reads or sets the machine's time, or its iterations count against the budget (REP). */
    static boolean alone(Op op) { return op.row.alone() || (op.rep || op.repne) && op.row.has(Trait.REPEATABLE); }

    /** Executes all instructions. If one throws, {@link Cpu#thrower} is that one. */
    void run(Cpu c) {
        c.rip = end;
        first.chain(c);
        if (rest != null) for (var part : rest) part.chain(c);
    }

    /** The block at RIP, if it is linked to this one and can follow without a look at the TLB; otherwise null. */
    Block next(long rip) {
        Block next = known(rip);
        return next != null && next.home == page ? next : null;
    }

    /** The block at RIP, if it is linked to this one, whatever the TLB maps there now; otherwise null. */
    Block known(long rip) {
        Block next = rip == end ? fall : taken;
        return next != null && next.entry == rip ? next : null;
    }

    /** Counts a run. @return whether faster steps are worth their cost now */
    boolean becomesHotter() { return --untilHotter == 0; }

    /** Replaces the steps that {@link #run} executes by faster ones. */
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

    /** The number of instructions before this one. */
    int index(Op op) {
        int i = 0;
        while (steps[i].rip != op.rip) i++;
        return i;
    }

    int count() { return steps.length; }
    boolean straddles() { return second != NONE; }
    boolean valid() { return entry == rip; }
    void invalidate() { entry = NOWHERE; }
    /** The linear address of the second page. */
    long secondPage() { return (linear & ~0xFFFL) + 0x1000; }

    /** Remembers the next block, unless it lies in the same linear page at another physical address. */
    void link(Block next) {
        if (unchained || next.alone || next.page == page && next.physical >>> 12 != physical >>> 12) return;
        if (next.rip == end) fall = next;
        else taken = next;
    }

    /** Whether one of the block's bytes lies in this range of physical addresses. */
    boolean overlaps(long from, long to) {
        if (!straddles()) return physical < to && physical + length > from;
        long firstEnd = (physical & ~0xFFFL) + 0x1000, secondEnd = second + length - (firstEnd - physical);
        return physical < to && firstEnd > from || second < to && secondEnd > from;
    }
}
