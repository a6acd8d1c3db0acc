package hv.cpu.system;

import hv.api.x86.ExitReason;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.state.Flags;

/** RDRAND and RDSEED: they always succeed, and give the same numbers in every run. */
final class RandomNumbers {
    /** The constants of SplitMix64: the step, and the two multipliers of the finaliser. */
    private static final long STEP = 0x9E3779B97F4A7C15L, FIRST = 0xBF58476D1CE4E5B9L, SECOND = 0x94D049BB133111EBL;

    private RandomNumbers() {}

    static void draw(Cpu c, Op o, int w, int dk, int sk) {
        if (c.intercepts(o)) {
            var signal = c.exit(o, 0);
            c.exit.instructionInformation = InstructionInformation.register(o.dr) | InstructionInformation.operandSize(w);
            throw signal;
        }
        Operands.setRegister(c, w, o.dr, next(c));
        c.flags.setStatus(Rflags.CF);
    }

    private static long next(Cpu c) {
        long z = c.randomState += STEP;
        z = (z ^ z >>> 30) * FIRST;
        z = (z ^ z >>> 27) * SECOND;
        return z ^ z >>> 31;
    }
}
