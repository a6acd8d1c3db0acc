package hv.cpu.system;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/** Where a far JMP or CALL goes. */
record FarPointer(int selector, long offset) {
    /** From the instruction itself or from memory: the offset in {@code w} bytes, then the selector. */
    static FarPointer of(Cpu c, Op o, int w, int dk) {
        if (dk == Kind.FAR) return new FarPointer(o.immediate2, o.immediate);
        long at = Operands.address(c, o, w + 2, false);
        return new FarPointer((int) c.mem.read(at + w, 2), c.mem.read(at, w));
    }
}
