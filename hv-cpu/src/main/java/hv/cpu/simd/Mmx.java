package hv.cpu.simd;

import hv.api.x86.Cr0;
import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.x87.Fpu;

/**
 * The common parts of instructions on MMX registers.
 *
 * @sdm 3A "Intel MMX Technology System Programming"
 */
final class Mmx {
    private Mmx() {}

    /** Throws #UD or #NM where MMX instructions are not available, and #MF where an x87 exception is pending. */
    static void check(Cpu c) {
        if ((c.cr0 & (Cr0.EM | Cr0.TS)) != 0) throw c.fault((c.cr0 & Cr0.EM) != 0 ? ExceptionVector.UD : ExceptionVector.NM);
        Fpu.reportPending(c);
    }

    /** The low {@code bytes} (4 or 8) of the second operand, a register or memory. */
    static long source(Cpu c, Op o, int sk, int bytes) {
        return sk == Kind.MEM ? c.mem.read(Operands.address(c, o, bytes, false), bytes) : c.x87.significands[o.sr];
    }

    /** Completes an instruction: the x87 registers become MMX registers, and one of them gets the result. */
    static void finish(Cpu c, int register, long result) {
        c.x87.enterMmx();
        c.x87.setMmx(register, result);
    }
}
