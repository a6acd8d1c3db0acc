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

    /** The number of instructions that the last {@link #run} retired, however it ended. */
    long retired() { return retired; }

    /**
     * Runs blocks. Where an instruction faults, exits or makes an unusual access, its exception is thrown on, with RIP at the instruction and the
     * ones before it retired.
     *
     * @param budget the most instructions to retire
     * @return the block to which the next one should be linked; null where it must not be linked
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

    /** The next block where a look at the TLB is needed; null where it must be looked up in the cache. */
    private Block farther(Block block, long rip) {
        if (block.unchained) return null;
        var known = block.known(rip);
        if (known != null && blocks.current(known)) return known;
        var next = blocks.recall(block.mode, rip);
        if (next == null || next.alone) return null;
        block.link(next);
        return next;
    }

    /** Runs the first instructions of a block for which the budget does not suffice as a whole. */
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
