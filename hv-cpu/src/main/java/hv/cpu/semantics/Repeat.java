package hv.cpu.semantics;

import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RSI;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;

/** REP, REPE and REPNE. rCX, rSI and rDI are exact at each fault, and the instruction can be resumed from there. */
public final class Repeat {
    private Repeat() {}

    /** The work of a string instruction on its elements. */
    @FunctionalInterface
    public interface Elements {
        /**
         * Processes one element or, where it can, several, and moves rSI and rDI on.
         *
         * @param most 1 or more
         * @return the number of elements, 1 to {@code most}
         */
        long run(Cpu c, Op o, int w, long most);
    }

    /**
     * Runs a string instruction until rCX is 0, {@link Cpu#iterations} are done, or an iteration has met a breakpoint or written to a virtual APIC.
     * Where rCX is not 0 then, RIP stays at the instruction itself, and the engine comes back to it.
     */
    public static void run(Cpu c, Op o, int w, Elements elements) { run(c, o, w, elements, false); }

    /**
     * Runs a string instruction that compares: like {@link #run(Cpu, Op, int, Elements)}, but REPE also ends where ZF is 0, and REPNE where it is 1.
     */
    static void runComparing(Cpu c, Op o, int w, Elements elements) { run(c, o, w, elements, true); }

    private static void run(Cpu c, Op o, int w, Elements elements, boolean comparing) {
        if (!o.rep && !o.repne) {
            elements.run(c, o, w, 1);
            return;
        }
        if (o.addressWidth == 4) truncate(c, o);
        if (Width.unsigned(o.addressWidth, c.r[RCX]) == 0) return;
        if (comparing) compare(c, o, w, elements);
        else repeat(c, o, w, elements, false);
    }

    /**
     * Clears upper halves of registers as Intel's processors do with an address size of 32 bits, before anything else: that of rCX, and for MOVS and
     * STOS those of rSI and rDI, too.
     */
    private static void truncate(Cpu c, Op o) {
        Operands.setRegister(c, 4, RCX, c.r[RCX]);
        if (o.dk != Kind.STRING_DESTINATION) return;
        if (o.sk == Kind.STRING_SOURCE) Operands.setRegister(c, 4, RSI, c.r[RSI]);
        Operands.setRegister(c, 4, RDI, c.r[RDI]);
    }

    /**
     * After a fault the flags are those of before the first iteration, and so they are when something else comes between two iterations: it makes no
     * difference then where that is. A single-step trap shows those of each iteration.
     */
    private static void compare(Cpu c, Op o, int w, Elements elements) {
        long result = c.flags.result, carries = c.flags.carries;
        boolean ended = false;
        try {
            repeat(c, o, w, elements, true);
            ended = c.rip != o.rip || c.flags.has(Rflags.TF);
        } finally {
            if (!ended) {
                c.flags.result = result;
                c.flags.carries = carries;
            }
        }
    }

    private static void repeat(Cpu c, Op o, int w, Elements elements, boolean comparing) {
        long left = Width.unsigned(o.addressWidth, c.r[RCX]);
        long limit = c.iterations;
        boolean decided = false;
        while (left != 0 && limit > 0 && !decided) {
            long done = elements.run(c, o, w, Long.compareUnsigned(left, limit) < 0 ? left : limit);
            left -= done;
            limit -= done;
            Operands.setRegister(c, o.addressWidth, RCX, left);
            c.extraRetired += done;
            if (c.pendingDebug != 0 || c.vmx.apicWrite >= 0) limit = 0;
            decided = comparing && c.flags.zf() == o.repne;
        }
        c.extraRetired--;
        c.rip = left != 0 && !decided ? o.rip : o.next;
    }

    /** Moves rSI or rDI on by a number of elements, in the direction of DF. */
    public static void advance(Cpu c, Op o, int w, int register, long elements) {
        long bytes = elements * w;
        Operands.setRegister(c, o.addressWidth, register, c.r[register] + (c.flags.has(Rflags.DF) ? -bytes : bytes));
    }
}
