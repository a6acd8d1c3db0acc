package hv.cpu.semantics;

import static hv.cpu.state.Registers.RSP;

import hv.cpu.state.Segment;

/** The stack of push and pop instructions: SS:rSP, with rSP as wide as {@link Cpu#stackWidth}. */
public final class Stack {
    private Stack() {}

    /** The value of rSP, or of another register, as an offset in the stack. */
    static long pointer(Cpu c, int register) { return Width.unsigned(c.stackWidth, c.r[register]); }

    /** The offset {@code bytes} above rSP (below for negative ones). */
    static long offset(Cpu c, long bytes) { return Width.unsigned(c.stackWidth, c.r[RSP] + bytes); }

    static long linear(Cpu c, long offset, int w, boolean write) { return Operands.linear(c, Segment.SS, offset, w, write); }

    /** Pushes {@code w} bytes; a fault is thrown before rSP changes. */
    public static void push(Cpu c, int w, long value) {
        long top = offset(c, -w);
        c.mem.write(linear(c, top, w, true), w, value);
        setPointer(c, top);
    }

    /** Pushes a segment register. In a slot of 4 bytes the upper half is not written. */
    public static void pushSelector(Cpu c, int w, long selector) {
        long top = offset(c, -w);
        int bytes = w == 4 ? 2 : w;
        c.mem.write(linear(c, top, bytes, true), bytes, selector);
        setPointer(c, top);
    }

    /** Stores below the top of the stack, where {@link #release} of {@code -w} will make it the top; rSP stays. */
    static void store(Cpu c, int w, long value) { c.mem.write(linear(c, offset(c, -w), w, true), w, value); }

    /** The value that a pop would give at {@code above} bytes beyond the top; rSP stays. @return zero-extended */
    public static long peek(Cpu c, int w, long above) { return c.mem.read(linear(c, offset(c, above), w, false), w); }

    /** Adds {@code bytes} to rSP. */
    public static void release(Cpu c, long bytes) { setPointer(c, c.r[RSP] + bytes); }

    /** Pops {@code w} bytes; a fault is thrown before rSP changes. @return zero-extended */
    public static long pop(Cpu c, int w) {
        long value = peek(c, w, 0);
        release(c, w);
        return value;
    }

    static void setPointer(Cpu c, long value) { Operands.setRegister(c, c.stackWidth, RSP, value); }
}
