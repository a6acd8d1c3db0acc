package hv.cpu.engine;

import hv.cpu.decode.Decoder;
import hv.cpu.decode.Fetch;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;
import java.util.ArrayList;
import java.util.List;

/** Decodes the instructions of a block. The fetch of the first one may fault; a later one whose fetch would fault is left out. */
final class BlockBuilder implements Fetch {
    private static final int MOST = 64;

    private final Cpu cpu;
    private final OperationTable operations;
    private final Decoder decoder;
    private final List<Step> steps = new ArrayList<>();
    private CodeMode mode;
    /** The addresses of the instruction that is being decoded. */
    private long rip, linear, physical;
    private long second;
    /** Whether a byte was asked for that can't belong to the block. */
    private boolean beyond;

    BlockBuilder(Cpu cpu, OperationTable operations) {
        this.cpu = cpu;
        this.operations = operations;
        decoder = new Decoder(cpu.profile);
    }

    /** @param breakpoint linear address at which no instruction but the first of a block may lie */
    Block build(CodeMode mode, long rip, long linear, long physical, long breakpoint) {
        this.mode = mode;
        this.rip = rip;
        this.linear = linear;
        this.physical = physical;
        second = Block.NONE;
        beyond = false;
        steps.clear();
        boolean cacheable = cpu.ram.contains(physical, 1);
        Op op = decoder.decode(this, rip, mode.codeWidth() * 8);
        while (!beyond) {
            steps.add(operations.bind(op));
            if (!cacheable || second != Block.NONE || op.row.endsBlock() || Block.alone(op) || steps.size() == MOST) break;
            advance(op);
            if (this.linear == breakpoint || (this.physical & 0xFFF) == 0) break;
            op = decoder.decode(this, op.next, mode.codeWidth() * 8);
            if (Block.alone(op)) break;
        }
        return new Block(steps.toArray(Step[]::new), mode, linear, physical, second);
    }

    private void advance(Op op) {
        rip = op.next;
        linear += op.length;
        physical += op.length;
    }

    @Override
    public int at(int index) {
        if (!mode.flat() && rip + index > (cpu.segments[Segment.CS].limit & 0xFFFF_FFFFL)) return missing(true);
        if ((physical & 0xFFF) + index < 0x1000) return cpu.mem.fetchedByte(physical + index);
        if (!steps.isEmpty()) return missing(false);
        if (second == Block.NONE) second = cpu.mem.fetch((linear & ~0xFFFL) + 0x1000);
        return cpu.mem.fetchedByte(second + ((physical + index) & 0xFFF));
    }

    private int missing(boolean faults) {
        if (faults && steps.isEmpty()) throw cpu.gp(0);
        beyond = true;
        return 0;
    }
}
