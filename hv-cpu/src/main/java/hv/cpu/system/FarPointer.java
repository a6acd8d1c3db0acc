package hv.cpu.system;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Width;

/** The far pointer that LDS and its kin load, and that a far JMP or CALL jumps to. */
record FarPointer(int selector, long offset) {
    /** Reads a far pointer from the instruction itself or from memory: the offset in {@code w} bytes, then the selector. */
    static FarPointer of(Cpu c, Op o, int w, int dk) {
        if (dk == Kind.FAR) return new FarPointer(o.immediate2, o.immediate);
        long offset = c.mem.read(Operands.address(c, o, w, false), w);
        long second = Width.unsigned(o.addressWidth, Operands.offset(c, o) + w);
        return new FarPointer((int) c.mem.read(Operands.linear(c, o.segment, second, 2, false), 2), offset);
    }
}
