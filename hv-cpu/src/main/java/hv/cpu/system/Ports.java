package hv.cpu.system;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RDX;
import static hv.cpu.state.Registers.RSI;

import hv.api.x86.PrimaryControls;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.platform.Bus;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Repeat;
import hv.cpu.semantics.Width;
import hv.cpu.state.Segment;

/**
 * IN, OUT, INS and OUTS.
 *
 * @sdm 1 "Input/Output"; 3C "Exit Qualification for I/O Instructions"
 */
final class Ports {
    /** Bits of the exit qualification. */
    private static final int IN = 1 << 3, STRING = 1 << 4, REP = 1 << 5, IMMEDIATE = 1 << 6;

    private Ports() {}

    static void in(Cpu c, Op o, int w, int dk, int sk) {
        int port = sk == Kind.IMM ? (int) o.immediate & 0xFF : dx(c);
        requirePermission(c, port, w);
        if (exits(c, o, port, w)) throw c.exit(o, qualification(o, port, w) | IN | (sk == Kind.IMM ? IMMEDIATE : 0));
        Operands.setRegister(c, w, RAX, bus(c, o).in(port, w) & 0xFFFF_FFFFL);
        DebugRegisters.portAccess(c, port, w);
    }

    static void out(Cpu c, Op o, int w, int dk, int sk) {
        int port = dk == Kind.IMM ? (int) o.immediate & 0xFF : dx(c);
        requirePermission(c, port, w);
        if (exits(c, o, port, w)) throw c.exit(o, qualification(o, port, w) | (dk == Kind.IMM ? IMMEDIATE : 0));
        bus(c, o).out(port, w, (int) Operands.accumulator(c, w));
        DebugRegisters.portAccess(c, port, w);
    }

    static void ins(Cpu c, Op o, int w, int dk, int sk) { string(c, o, w, Ports::inputElement); }
    static void outs(Cpu c, Op o, int w, int dk, int sk) { string(c, o, w, Ports::outputElement); }

    /** Runs INS or OUTS. Permission is checked even for a count of 0. */
    private static void string(Cpu c, Op o, int w, Repeat.Elements elements) {
        requirePermission(c, dx(c), w);
        Repeat.run(c, o, w, elements);
    }

    /** Inputs one element. The destination is checked before the device is asked. */
    private static long inputElement(Cpu c, Op o, int w, long most) {
        int port = dx(c);
        long offset = Width.unsigned(o.addressWidth, c.r[RDI]);
        checkString(c, o, port, w, IN, Segment.ES, offset);
        long at = Operands.linear(c, Segment.ES, offset, w, true);
        c.mem.checkWrite(at, w);
        c.mem.write(at, w, bus(c, o).in(port, w));
        DebugRegisters.portAccess(c, port, w);
        Repeat.advance(c, o, w, RDI, 1);
        return 1;
    }

    private static long outputElement(Cpu c, Op o, int w, long most) {
        int port = dx(c);
        long offset = Width.unsigned(o.addressWidth, c.r[RSI]);
        checkString(c, o, port, w, 0, o.segment, offset);
        bus(c, o).out(port, w, (int) c.mem.read(Operands.linear(c, o.segment, offset, w, false), w));
        DebugRegisters.portAccess(c, port, w);
        Repeat.advance(c, o, w, RSI, 1);
        return 1;
    }

    private static void checkString(Cpu c, Op o, int port, int w, int direction, int segment, long offset) {
        if (!exits(c, o, port, w)) return;
        boolean repeated = o.rep || o.repne;
        var signal = c.exit(o, qualification(o, port, w) | direction | STRING | (repeated ? REP : 0));
        c.exit.instructionInformation = InstructionInformation.addressSize(o) | (direction == IN ? 0 : segment << 15);
        c.exit.linear = Addresses.unchecked(c, segment, offset);
        throw signal;
    }

    private static int dx(Cpu c) { return (int) c.r[RDX] & 0xFFFF; }

    private static long qualification(Op o, int port, int w) { return w - 1 | (long) port << 16; }

    /** Checks the permission bitmap of the TSS, which decides if CPL is above IOPL, and always in virtual-8086 mode. */
    private static void requirePermission(Cpu c, int port, int w) {
        boolean free = !c.virtual8086() && c.cpl <= c.flags.iopl() || !c.protectedMode();
        if (!free && !TaskState.portsAllowed(c, port, w)) throw c.gp(0);
    }

    private static boolean exits(Cpu c, Op o, int port, int w) { return intercepted(c, port, w) && c.exits(o); }

    /** Where the ports of an instruction are that is executed now. */
    private static Bus bus(Cpu c, Op o) { return c.exits(o) ? c.bus : c.vmx.exemption.bus(); }

    private static boolean intercepted(Cpu c, int port, int w) {
        if (!c.vmx.primary(PrimaryControls.USE_IO_BITMAPS)) return c.vmx.primary(PrimaryControls.UNCONDITIONAL_IO_EXITING);
        if (port + w > 0x10000) return true;
        for (int p = port; p < port + w; p++) {
            if (Bitmaps.bit(c, p < 0x8000 ? c.vmx.ioBitmapA : c.vmx.ioBitmapB, p & 0x7FFF)) return true;
        }
        return false;
    }
}
