package hv.cpu.engine;

import hv.cpu.semantics.Cpu;

/** Runs blocks one after the other, following their links, until the budget or the links end. */
final class Chain {
    private final Cpu cpu;
    private final BlockCache blocks;
    private final OperationTable operations;
    private long retired;

    Chain(Cpu cpu, BlockCache blocks, OperationTable operations) {
        this.operations = operations;
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
        Step[] steps = block.steps;
        long left = budget;
        int i = 0;
        try {
            while (steps.length <= left) {
                left -= steps.length;
                cpu.rip = block.end;
                if (block.becomesHot()) block.specialise(operations);
                for (i = 0; i < steps.length; i++) steps[i].run(cpu);
                Block next = successor(block);
                if (next == null) {
                    retired = budget - left;
                    return block.unchained ? null : block;
                }
                block = next;
                steps = block.steps;
            }
        } catch (RuntimeException e) {
            retired = budget - left - (steps.length - i);
            cpu.rip = steps[i].op.rip;
            throw e;
        }
        retired = budget - left;
        prefix(steps, (int) left);
        return null;
    }

    private Block successor(Block block) {
        if (block.unchained) return null;
        long rip = cpu.rip;
        Block next = rip == block.end ? block.fall : block.taken;
        if (next != null && next.rip == rip && next.valid && (next.page() == block.page() && !next.straddles() || blocks.current(next))) return next;
        return blocks.recall(block.mode, rip);
    }

    /** The first instructions of a block that the budget does not cover as a whole. */
    private void prefix(Step[] steps, int count) {
        int i = 0;
        try {
            for (; i < count; i++) steps[i].run(cpu);
        } finally {
            retired += i;
            cpu.rip = steps[i].op.rip;
        }
    }
}
