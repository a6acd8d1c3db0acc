package hv.cpu.engine;

import hv.cpu.semantics.Cpu;

/** Runs blocks one after the other, following their links, until the budget or the links end. */
final class Chain {
    private final Cpu cpu;
    private final BlockCache blocks;
    private final Specialiser specialiser;
    private long retired;

    Chain(Cpu cpu, BlockCache blocks, OperationTable operations) {
        this.specialiser = new Specialiser(cpu, operations);
        this.cpu = cpu;
        this.blocks = blocks;
    }

    /** Of the last {@link #run}, however it ended. */
    long retired() { return retired; }

    /**
     * When an instruction faults, exits or makes an unusual access, that is thrown with RIP at the instruction and the ones before it
     * retired.
     *
     * @param budget instructions to retire at most
     * @return the block after which the next one is to be looked up and linked; null where it must not be linked
     */
    Block run(Block block, long budget) {
        cpu.mem.ordinaryOnly = true;
        try {
            return follow(block, budget);
        } finally {
            cpu.mem.ordinaryOnly = false;
        }
    }

    private Block follow(Block first, long budget) {
        Block block = first;
        long left = budget;
        try {
            while (block.count() <= left) {
                left -= block.count();
                block.run(cpu);
                if (block.becomesHotter()) block.heat(specialiser);
                Block next = block.next(cpu.rip);
                if (next == null) next = farther(block, cpu.rip);
                if (next == null) {
                    retired = budget - left;
                    return block.unchained ? null : block;
                }
                block = next;
            }
        } catch (RuntimeException e) {
            retired = budget - left - (block.count() - block.index(cpu.thrower));
            cpu.rip = cpu.thrower.rip;
            throw e;
        }
        retired = budget - left;
        prefix(block.steps, (int) left);
        return null;
    }

    /** The block to go on with where a look at the TLB is needed; null where it has to be looked up. */
    private Block farther(Block block, long rip) {
        if (block.unchained) return null;
        var known = block.known(rip);
        if (known != null && blocks.current(known)) return known;
        var next = blocks.recall(block.mode, rip);
        if (next == null || next.alone) return null;
        block.link(next);
        return next;
    }

    /** The first instructions of a block that the budget does not cover as a whole. */
    private void prefix(Step[] steps, int count) {
        int i = 0;
        try {
            for (; i < count; i++) steps[i].run(cpu);
        } finally {
            retired += i;
            cpu.rip = steps[i].rip;
        }
    }
}
