package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.destination;
import static hv.cpu.semantics.Operands.loadDestination;
import static hv.cpu.semantics.Operands.store;
import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RBX;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDX;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;

/** XADD and compare-and-exchange. There is one processor, so every instruction is atomic. */
final class Atomics {
    private Atomics() {}

    /** Exchanges and adds. The sum is written last, so that it stays where both operands are one register. */
    static void xadd(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long old = loadDestination(c, o, w, dk, at);
        long sum = Alu.add(c.flags, w, old, Operands.source(c, o, w, sk));
        if (dk == Kind.MEM) store(c, o, w, dk, at, sum);
        Operands.setRegister(c, w, sk, o.sr, old);
        if (dk != Kind.MEM) store(c, o, w, dk, at, sum);
    }

    /** Compares and exchanges. Memory is written in either case; of accumulator and destination register only the one that changes is. */
    static void cmpxchg(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long old = loadDestination(c, o, w, dk, at);
        boolean equal = Alu.sub(c.flags, w, c.r[RAX], old) == 0;
        if (equal) store(c, o, w, dk, at, Operands.source(c, o, w, sk));
        else if (dk == Kind.MEM) store(c, o, w, dk, at, old);
        if (!equal) Operands.setRegister(c, w, RAX, old);
    }

    /** Compares EDX:EAX with 8 bytes; ZF is the only flag that changes. */
    static void cmpxchg8b(Cpu c, Op o, int w, int dk, int sk) {
        long at = Operands.address(c, o, 8, true);
        long old = c.mem.readForWrite(at, 8);
        boolean equal = old == pair(c, RDX, RAX);
        c.mem.write(at, 8, equal ? pair(c, RCX, RBX) : old);
        finish(c, 4, equal, old, old >>> 32);
    }

    private static long pair(Cpu c, int high, int low) { return c.r[high] << 32 | c.r[low] & 0xFFFF_FFFFL; }

    /** Compares RDX:RAX with 16 bytes, which must be aligned. */
    static void cmpxchg16b(Cpu c, Op o, int w, int dk, int sk) {
        long at = Operands.alignedAddress(c, o, 16, true);
        long low = c.mem.readForWrite(at, 8), high = c.mem.readForWrite(at + 8, 8);
        boolean equal = low == c.r[RAX] && high == c.r[RDX];
        c.mem.write(at, 8, equal ? c.r[RBX] : low);
        c.mem.write(at + 8, 8, equal ? c.r[RCX] : high);
        finish(c, 8, equal, low, high);
    }

    private static void finish(Cpu c, int w, boolean equal, long low, long high) {
        c.flags.setZf(equal);
        if (equal) return;
        Operands.setRegister(c, w, RAX, low);
        Operands.setRegister(c, w, RDX, high);
    }
}
