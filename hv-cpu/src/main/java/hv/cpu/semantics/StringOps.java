package hv.cpu.semantics;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RSI;

import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.state.Segment;

/** MOVS, STOS, LODS, CMPS and SCAS. REP MOVS and REP STOS upwards through flat segments do as much as a page allows at once. */
final class StringOps {
    private StringOps() {}

    private static long offset(Cpu c, Op o, int register) { return Width.unsigned(o.addressWidth, c.r[register]); }

    private static long source(Cpu c, Op o, int w) { return Operands.linear(c, o.segment, offset(c, o, RSI), w, false); }

    private static long destination(Cpu c, Op o, int w, boolean write) {
        return Operands.linear(c, Segment.ES, offset(c, o, RDI), w, write);
    }

    /**
     * The number of elements that lie one after the other in linear memory, upwards, before the offset would wrap; 0 where direction or segments need
     * a check of each.
     */
    private static long contiguous(Cpu c, Op o, int w, int register, long most) {
        if (!c.flat || c.flags.has(Rflags.DF)) return 0;
        if (o.addressWidth == 8) return most;
        long room = (1L << (o.addressWidth << 3)) - offset(c, o, register);
        return Math.min(most, room / w);
    }

    static void movs(Cpu c, Op o, int w, int dk, int sk) { Repeat.run(c, o, w, StringOps::move); }
    static void stos(Cpu c, Op o, int w, int dk, int sk) { Repeat.run(c, o, w, StringOps::fill); }
    static void lods(Cpu c, Op o, int w, int dk, int sk) { Repeat.run(c, o, w, StringOps::load); }
    static void cmps(Cpu c, Op o, int w, int dk, int sk) { Repeat.runComparing(c, o, w, StringOps::compare); }
    static void scas(Cpu c, Op o, int w, int dk, int sk) { Repeat.runComparing(c, o, w, StringOps::scan); }

    private static long move(Cpu c, Op o, int w, long most) {
        long done = 0;
        if (most > 1 && c.flat && o.segment < Segment.FS) {
            done = c.mem.copy(offset(c, o, RDI), offset(c, o, RSI), w, contiguous(c, o, w, RSI, contiguous(c, o, w, RDI, most)));
        }
        if (done == 0) {
            long element = c.mem.read(source(c, o, w), w);
            c.mem.write(destination(c, o, w, true), w, element);
            done = 1;
        }
        Repeat.advance(c, o, w, RSI, done);
        Repeat.advance(c, o, w, RDI, done);
        return done;
    }

    private static long fill(Cpu c, Op o, int w, long most) {
        long to = destination(c, o, w, true), done = 0;
        if (most > 1) done = c.mem.fill(to, w, c.r[RAX], contiguous(c, o, w, RDI, most));
        if (done == 0) {
            c.mem.write(to, w, c.r[RAX]);
            done = 1;
        }
        Repeat.advance(c, o, w, RDI, done);
        return done;
    }

    private static long load(Cpu c, Op o, int w, long most) {
        Operands.setRegister(c, w, RAX, c.mem.read(source(c, o, w), w));
        Repeat.advance(c, o, w, RSI, 1);
        return 1;
    }

    /** Compares elements; the one at rDI is read first. */
    private static long compare(Cpu c, Op o, int w, long most) {
        long b = c.mem.read(destination(c, o, w, false), w);
        Alu.sub(c.flags, w, c.mem.read(source(c, o, w), w), b);
        Repeat.advance(c, o, w, RSI, 1);
        Repeat.advance(c, o, w, RDI, 1);
        return 1;
    }

    private static long scan(Cpu c, Op o, int w, long most) {
        Alu.sub(c.flags, w, c.r[RAX], c.mem.read(destination(c, o, w, false), w));
        Repeat.advance(c, o, w, RDI, 1);
        return 1;
    }
}
