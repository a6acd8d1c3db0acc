package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.decode.Trait;

/**
 * Instructions that are executed one after the other, from one page; or a single instruction that straddles two. It belongs to a
 * host-physical address, a linear one and a mode, since operations have RIP baked in.
 */
final class Block {
    /** Of {@link #second}: the block lies in one page. */
    static final long NONE = -1;

    private static final int HOT = 64;

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

    /** Its bytes have not been written since it was decoded. */
    boolean valid = true;
    /** Blocks that came next before: at {@link #end}, and elsewhere. */
    Block fall, taken;
    private int runs;
    /** The next one in the same slot of the cache. */
    Block sibling;

    Block(Step[] steps, CodeMode mode, long linear, long physical, long second) {
        var last = steps[steps.length - 1].op;
        this.steps = steps;
        this.mode = mode;
        this.rip = steps[0].op.rip;
        this.linear = linear;
        this.physical = physical;
        this.second = second;
        this.end = last.next;
        this.length = (int) (last.rip - rip) + last.length;
        this.alone = alone(last);
        this.unchained = last.row.has(Trait.UNCHAINED) || alone;
    }

    /** An instruction that reads or sets the machine's time, or draws on the budget (REP), is the only one of its block. */
    static boolean alone(Op op) { return op.row.alone() || (op.rep || op.repne) && op.row.has(Trait.REPEATABLE); }

    /** Whether it has now been run as often as makes it worth specialising; true once. */
    boolean becomesHot() { return ++runs == HOT; }

    void specialise(OperationTable operations) {
        for (int i = 0; i < steps.length; i++) steps[i] = operations.specialise(steps[i].op);
    }

    int count() { return steps.length; }
    boolean straddles() { return second != NONE; }
    long page() { return linear >>> 12; }
    /** Linear address of the second page. */
    long secondPage() { return (linear & ~0xFFFL) + 0x1000; }

    /** Remembers what came next; but not a block of the same page that was made when the page lay elsewhere. */
    void link(Block next) {
        if (next.page() == page() && next.physical >>> 12 != physical >>> 12) return;
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
