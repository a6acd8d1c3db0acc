package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.X87State;

/**
 * FSTENV, FLDENV, FSAVE and FRSTOR.
 *
 * @sdm 1 "Saving the x87 FPU's State with FSTENV/FNSTENV and FSAVE/FNSAVE"
 */
final class Environment {
    private static final int REGISTERS = 80, REGISTER = 10;

    private Environment() {}

    static void fnstenv(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        var layout = EnvironmentLayout.of(c, w);
        StateArea.requireWritable(c, o, layout.bytes(), layout.item());
        layout.store(c, o);
        c.x87.control(c.x87.control() | X87State.EXCEPTIONS);
    }

    static void fldenv(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireReady(c);
        var layout = EnvironmentLayout.of(c, w);
        StateArea.requireReadable(c, o, layout.bytes(), layout.item());
        layout.load(c.x87, layout.read(c, o));
    }

    static void fnsave(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        var layout = EnvironmentLayout.of(c, w);
        StateArea.requireWritable(c, o, layout.bytes() + REGISTERS, layout.item());
        layout.store(c, o);
        for (int i = 0; i < 8; i++) {
            int register = Fpu.st(c, i);
            int to = layout.bytes() + i * REGISTER;
            c.mem.write(StateArea.significand(c, o, to, true), StateArea.SIGNIFICAND, c.x87.significands[register]);
            c.mem.write(StateArea.exponent(c, o, to, true), StateArea.EXPONENT, c.x87.exponents[register]);
        }
        c.x87.init();
    }

    /** Reads all before it changes anything: an exception that it loads would be reported if it had to begin again. */
    static void frstor(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireReady(c);
        var layout = EnvironmentLayout.of(c, w);
        StateArea.requireReadable(c, o, layout.bytes() + REGISTERS, layout.item());
        long[] environment = layout.read(c, o), significands = new long[8];
        var exponents = new int[8];
        for (int i = 0; i < 8; i++) {
            int from = layout.bytes() + i * REGISTER;
            significands[i] = c.mem.read(StateArea.significand(c, o, from, false), StateArea.SIGNIFICAND);
            exponents[i] = (int) c.mem.read(StateArea.exponent(c, o, from, false), StateArea.EXPONENT);
        }
        layout.load(c.x87, environment);
        for (int i = 0; i < 8; i++) {
            c.x87.significands[Fpu.st(c, i)] = significands[i];
            c.x87.exponents[Fpu.st(c, i)] = exponents[i];
        }
    }
}
