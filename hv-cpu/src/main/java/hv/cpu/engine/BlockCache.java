package hv.cpu.engine;

import hv.cpu.platform.CodeLines;
import hv.cpu.semantics.Cpu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decoded blocks by host-physical address, linear address and mode. A write to the bytes of a block drops it. */
final class BlockCache implements CodeLines.Listener {
    private static final int SLOTS = 1 << 16, JUMPS = 1 << 12, MOST = 1 << 18;

    private final Cpu cpu;
    private final BlockBuilder builder;
    private final Block[] slots = new Block[SLOTS];
    /** The blocks that were looked up last, by linear address, for a fast look-up. */
    private final Block[] jumps = new Block[JUMPS];
    private final Map<Long, List<Block>> byFrame = new HashMap<>();
    private int count;
    private long breakpoint = Engine.NO_BREAKPOINT;

    BlockCache(Cpu cpu, OperationTable operations) {
        this.cpu = cpu;
        this.builder = new BlockBuilder(cpu, operations);
        cpu.ram.code().listen(this);
    }

    /** Makes blocks end before this linear address, so that the engine stops there. */
    void breakAt(long linear) {
        breakpoint = linear;
        clear();
    }

    /** The block at RIP, decoded if it is not in the cache. It faults where the fetch of its first instruction does. */
    Block find(CodeMode mode, long rip) {
        var recent = recall(mode, rip);
        return recent != null ? recent : lookUp(mode, rip);
    }

    private Block lookUp(CodeMode mode, long rip) {
        long linear = mode.linear(rip);
        if (mode.wide() && linear << 16 >> 16 != linear) throw cpu.gp(0);
        long physical = cpu.mem.fetch(linear);
        int slot = slot(physical, linear);
        for (var block = slots[slot]; block != null; block = block.sibling) {
            if (block.physical == physical && block.linear == linear && block.mode == mode && block.rip == rip && secondIsMapped(block)) {
                return remember(block);
            }
        }
        return remember(keep(builder.build(mode, rip, linear, physical, breakpoint), slot));
    }

    /** The block at RIP, if it is among the last ones looked up and its bytes are still the ones that the processor would fetch; otherwise null. */
    Block recall(CodeMode mode, long rip) {
        var block = jumps[jump(mode.linear(rip))];
        return block != null && block.rip == rip && block.mode == mode && current(block) ? block : null;
    }

    /** Whether the processor would still fetch the bytes from which this block was decoded. */
    boolean current(Block block) {
        return block.valid() && cpu.mem.executes(block.linear, block.physical)
                && (!block.straddles() || cpu.mem.executes(block.secondPage(), block.second));
    }

    private boolean secondIsMapped(Block block) { return !block.straddles() || cpu.mem.fetch(block.secondPage()) == block.second; }

    private Block remember(Block block) {
        jumps[jump(block.linear)] = block;
        return block;
    }

    private Block keep(Block block, int slot) {
        if (!cpu.ram.contains(block.physical, 1) || block.straddles() && !cpu.ram.contains(block.second, 1)) {
            block.invalidate();
            return block;
        }
        if (++count > MOST) clear();
        block.sibling = slots[slot];
        slots[slot] = block;
        long first = block.straddles() ? 0x1000 - (block.physical & 0xFFF) : block.length;
        mark(block, block.physical, first);
        if (block.straddles()) mark(block, block.second, block.length - first);
        return block;
    }

    private void mark(Block block, long physical, long length) {
        byFrame.computeIfAbsent(physical >>> 12, _ -> new ArrayList<>()).add(block);
        cpu.ram.code().mark(physical, length);
    }

    @Override public void holdsCode(long frame) {}

    @Override
    public void codeWritten(long physical, long length) {
        long from = physical & ~63L, to = physical + length + 63 & ~63L;
        for (long frame = from >>> 12; frame <= to - 1 >>> 12; frame++) {
            var blocks = byFrame.get(frame);
            if (blocks != null) blocks.removeIf(block -> !block.valid() || block.overlaps(from, to) && drop(block));
        }
    }

    private boolean drop(Block block) {
        block.invalidate();
        count--;
        int slot = slot(block.physical, block.linear);
        if (slots[slot] == block) slots[slot] = block.sibling;
        for (var other = slots[slot]; other != null; other = other.sibling) if (other.sibling == block) other.sibling = block.sibling;
        return true;
    }

    private void clear() {
        for (var blocks : byFrame.values()) for (var block : blocks) block.invalidate();
        byFrame.clear();
        Arrays.fill(slots, null);
        count = 0;
    }

    private static int slot(long physical, long linear) {
        long mixed = (physical ^ linear << 7) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 48);
    }

    private static int jump(long linear) { return (int) (linear ^ linear >>> 12) & JUMPS - 1; }
}
