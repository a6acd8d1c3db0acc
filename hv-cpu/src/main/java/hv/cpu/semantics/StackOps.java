package hv.cpu.semantics;

import static hv.cpu.state.Registers.RBP;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RSP;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.state.GuestException;

/** PUSH, POP, PUSHA, POPA, ENTER and LEAVE. rSP changes once all accesses have succeeded. */
final class StackOps {
    private StackOps() {}

    static void push(Cpu c, Op o, int w, int dk, int sk) { Stack.push(c, w, Operands.first(c, o, w, dk)); }

    static void pop(Cpu c, Op o, int w, int dk, int sk) {
        long value = Stack.peek(c, w, 0);
        if (dk == Kind.MEM) {
            popToMemory(c, o, w, value);
            return;
        }
        Stack.release(c, w);
        Operands.setRegister(c, w, o.dr, value);
    }

    /** Pops to memory. An address that uses rSP uses its value after the pop. */
    private static void popToMemory(Cpu c, Op o, int w, long value) {
        long offset = Width.unsigned(o.addressWidth, Operands.offset(c, o) + (o.base == RSP ? w : 0));
        c.mem.write(Operands.linear(c, o.segment, offset, w, true), w, value);
        Stack.release(c, w);
    }

    static void pusha(Cpu c, Op o, int w, int dk, int sk) {
        for (int register = 0; register <= RDI; register++) {
            long offset = Stack.offset(c, -(register + 1) * w);
            c.mem.write(Stack.linear(c, offset, w, true), w, c.r[register]);
        }
        Stack.release(c, -8 * w);
    }

    /** Pops all registers. A fault in the middle keeps what was loaded before it, as on silicon. */
    static void popa(Cpu c, Op o, int w, int dk, int sk) {
        for (int register = RDI; register >= 0; register--) {
            long value = Stack.peek(c, w, (RDI - register) * w);
            if (register != RSP) Operands.setRegister(c, w, register, value);
        }
        Stack.release(c, 8 * w);
    }

    /** Pushes rBP, copies the frame pointers of the enclosing {@code immediate2 - 1} levels, and makes room for {@code immediate} bytes. */
    static void enter(Cpu c, Op o, int w, int dk, int sk) {
        var stores = new DelayedStores(c);
        long frame = Stack.offset(c, -w), top;
        try {
            top = frame(c, o, w, frame, stores);
        } catch (GuestException fault) {
            stores.commit();
            throw fault;
        }
        stores.commit();
        Operands.setRegister(c, w, RBP, frame);
        Stack.setPointer(c, top);
    }

    /** @return rSP afterwards */
    private static long frame(Cpu c, Op o, int w, long frame, DelayedStores stores) {
        int level = o.immediate2 & 31;
        store(c, w, frame, c.r[RBP], stores);
        for (int i = 1; i < level; i++) {
            long display = Width.unsigned(c.stackWidth, c.r[RBP] - i * w);
            store(c, w, frame - i * w, stores.load(Stack.linear(c, display, w, false), w), stores);
        }
        if (level > 0) store(c, w, frame - level * w, frame, stores);
        long top = Width.unsigned(c.stackWidth, frame - level * w - o.immediate);
        c.mem.checkWrite(Stack.linear(c, top, w, true), w);
        return top;
    }

    private static void store(Cpu c, int w, long offset, long value, DelayedStores stores) {
        stores.add(Stack.linear(c, Width.unsigned(c.stackWidth, offset), w, true), w, value);
    }

    static void leave(Cpu c, Op o, int w, int dk, int sk) {
        long frame = Stack.pointer(c, RBP);
        long value = c.mem.read(Stack.linear(c, frame, w, false), w);
        Stack.setPointer(c, frame + w);
        Operands.setRegister(c, w, RBP, value);
    }
}
