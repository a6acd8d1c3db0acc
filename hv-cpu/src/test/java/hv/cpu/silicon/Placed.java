package hv.cpu.silicon;

import static hv.cpu.state.Registers.RSP;
import static hv.cpu.state.Registers.ZERO;

import hv.api.x86.AccessRights;
import hv.cpu.decode.Op;
import hv.cpu.state.Segment;

/** The memory of a case by linear address, once all addresses are chosen. */
final class Placed {
    private static final int[] SELECTORS = {State.ES, State.CS, State.SS, State.DS, State.FS, State.GS};

    private final Op op;
    private final State before;
    private final Region region;

    Placed(Op op, State before, Region region) {
        this.op = op;
        this.before = before;
        this.region = region;
    }

    /** Linear address of the memory operand. */
    long operand() {
        long offset = register(op.base) + (register(op.index) << op.shift) + op.displacement;
        return truncated(base(before, op.segment, op.codeWidth) + truncated(offset, op.addressWidth), op.codeWidth == 64 ? 8 : 4);
    }

    /** Linear address of the top of the stack. */
    long stack() {
        int width = op.codeWidth == 64 ? 8 : (Tables.rights(before.selector(State.SS)) & AccessRights.DB) != 0 ? 4 : 2;
        return base(before, Segment.SS, op.codeWidth) + truncated(before.register(RSP), width);
    }

    private long register(int number) { return number == ZERO ? 0 : before.register(number); }

    private static long truncated(long value, int width) { return width == 8 ? value : value & (1L << 8 * width) - 1; }

    /** The linear address of offset 0. @param segment 0 ES … 5 GS */
    static long base(State before, int segment, int codeWidth) {
        if (segment >= Segment.FS) return before.get(segment == Segment.FS ? State.FS_BASE : State.GS_BASE);
        return codeWidth == 64 ? 0 : Tables.base(before.selector(SELECTORS[segment]));
    }

    /** Stores bytes where they lie in the memory of the case. */
    void write(long linear, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            long at = linear + i - region.memory();
            if (at >= 0 && at < State.MEMORY_BYTES) before.put(State.MEMORY + (int) at, (int) (value >>> 8 * i));
        }
    }
}
