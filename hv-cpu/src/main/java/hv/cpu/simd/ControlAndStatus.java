package hv.cpu.simd;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.state.VectorState;

/**
 * Loads and stores of MXCSR.
 *
 * @sdm 1 "MXCSR Control and Status Register"
 */
final class ControlAndStatus {
    private ControlAndStatus() {}

    /** Loads MXCSR. An exception flag that is set and no longer masked raises no exception; the next exception of that kind does. */
    static void ldmxcsr(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        int value = (int) c.mem.read(Operands.address(c, o, 4, false), 4);
        if ((value & ~VectorState.MXCSR_MASK) != 0) throw c.gp(0);
        c.vector.mxcsr = value;
    }

    static void stmxcsr(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        c.mem.write(Operands.address(c, o, 4, true), 4, c.vector.mxcsr);
    }
}
