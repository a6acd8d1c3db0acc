package hv.cpu.x87;

import static hv.cpu.state.X87State.C1;

import hv.api.x86.Cr0;
import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.real.RealUnit;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.state.X87State;

/**
 * The register stack, and the common parts of instructions: availability, pending exceptions, exceptions raised, pointers.
 *
 * @sdm 1 "x87 FPU Execution Environment"; 3A "System Programming for Instruction Set Extensions"
 */
public final class Fpu {
    private Fpu() {}

    /** Throws #NM where x87 instructions are not available; for instructions that do not check for pending exceptions. */
    static void requireAvailable(Cpu c) {
        if ((c.cr0 & (Cr0.EM | Cr0.TS)) != 0) throw c.fault(ExceptionVector.NM);
    }

    static void requireNotSwitched(Cpu c) {
        if ((c.cr0 & Cr0.TS) != 0) throw c.fault(ExceptionVector.NM);
    }

    /** Reports a pending unmasked exception: by #MF, or with CR0.NE = 0 by FERR#, unless IGNNE# is asserted. */
    public static void reportPending(Cpu c) {
        if (!c.x87.pending()) return;
        if ((c.cr0 & Cr0.NE) != 0) throw c.fault(ExceptionVector.MF);
        if (!c.x87.ignne) throw c.fault(GuestException.FREEZE);
    }

    static void fwait(Cpu c, Op o, int w, int dk, int sk) {
        if ((c.cr0 & (Cr0.MP | Cr0.TS)) == (Cr0.MP | Cr0.TS)) throw c.fault(ExceptionVector.NM);
        reportPending(c);
    }

    /** Throws #NM where x87 instructions are not available, and reports a pending exception; for waiting instructions. */
    static void requireReady(Cpu c) {
        requireAvailable(c);
        reportPending(c);
    }

    /** Begins an instruction that computes. @return the unit, ready for it */
    static RealUnit begin(Cpu c) {
        requireReady(c);
        return c.real.begin(c.x87.control());
    }

    /** The physical number of ST(i). */
    static int st(Cpu c, int i) { return c.x87.top + i & 7; }

    static boolean empty(Cpu c, int register) { return (c.x87.tags >>> register & 1) == 0; }

    /** Writes the result in the unit to a register. */
    static void write(Cpu c, int register, RealUnit u) { write(c, register, u.exponent, u.significand); }

    static void write(Cpu c, int register, int exponent, long significand) {
        c.x87.exponents[register] = exponent;
        c.x87.significands[register] = significand;
        c.x87.tags |= 1 << register;
    }

    /** Moves the top of the stack down, so that the old ST(0) is ST(1). @return the number of the new ST(0) */
    static int push(Cpu c) { return c.x87.top = c.x87.top - 1 & 7; }

    static void pop(Cpu c) {
        free(c, c.x87.top);
        c.x87.top = c.x87.top + 1 & 7;
    }

    static void free(Cpu c, int register) { c.x87.tags &= ~(1 << register); }

    /** Ends an instruction that computes: reports its exceptions and sets the pointers. C1 is taken from the unit. */
    static void finish(Cpu c, Op o, RealUnit u) { finish(c, o, u, C1); }

    /** @param cleared the condition codes that the instruction clears */
    static void finish(Cpu c, Op o, RealUnit u, int cleared) {
        X87State x = c.x87;
        x.status = x.status & ~cleared | u.raised;
        pointers(c, o);
        if (u.reports()) {
            x.fop = o.fop;
            if (o.dk == Kind.MEM) dataPointer(c, o);
        }
    }

    /** Sets the pointers after an instruction that raises no exception. */
    static void pointers(Cpu c, Op o) {
        c.x87.fip = o.rip;
        c.x87.fcs = c.segments[Segment.CS].selector;
        if (o.dk == Kind.MEM && !c.x87Pointers.dataOnExceptionOnly) dataPointer(c, o);
    }

    private static void dataPointer(Cpu c, Op o) {
        c.x87.fdp = Operands.offset(c, o);
        c.x87.fds = c.segments[o.segment].selector;
    }
}
