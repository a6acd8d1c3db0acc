package hv.cpu.system;

import static hv.cpu.state.Registers.RSP;

import hv.api.x86.Cr4;
import hv.api.x86.EptViolationQualification;
import hv.api.x86.ExitReason;
import hv.api.x86.Interruptibility;
import hv.api.x86.PinBasedControls;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Stack;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;

/**
 * IRET.
 *
 * @sdm 2A "IRET/IRETD/IRETQ—Interrupt Return"
 */
final class InterruptReturns {
    /** The flags that IRET loads at any privilege. */
    private static final int ALWAYS = Rflags.STATUS | Rflags.TF | Rflags.DF | Rflags.NT | Rflags.RF | Rflags.AC | Rflags.ID;
    private static final int DATA_SEGMENTS = 5;
    private static final int[] AFTER_STACK = {Segment.ES, Segment.DS, Segment.FS, Segment.GS};

    private InterruptReturns() {}

    /** Returns from an interrupt. Blocking by NMI ends even if the instruction faults or exits. */
    static void iret(Cpu c, Op o, int w, int dk, int sk) {
        boolean unblocks = unblockNmi(c);
        try {
            execute(c, o, w);
        } catch (GuestException fault) {
            fault.nmiUnblocked = unblocks;
            throw fault;
        } catch (VmExitSignal exit) {
            if (unblocks && c.exit.reason == ExitReason.EPT_VIOLATION) c.exit.qualification |= EptViolationQualification.NMI_UNBLOCKING_DUE_TO_IRET;
            throw exit;
        }
    }

    /** Ends blocking by NMI, except with NMI exiting and without virtual NMIs, where IRET does not affect it. */
    private static boolean unblockNmi(Cpu c) {
        boolean blocked = (c.interruptibility & Interruptibility.BLOCKING_BY_NMI) != 0;
        if ((c.vmx.pin & (PinBasedControls.NMI_EXITING | PinBasedControls.VIRTUAL_NMIS)) == PinBasedControls.NMI_EXITING) return false;
        c.interruptibility &= ~Interruptibility.BLOCKING_BY_NMI;
        return blocked;
    }

    private static void execute(Cpu c, Op o, int w) {
        if (c.protectedMode() && !c.virtual8086()) fromProtectedMode(c, o, w);
        else byParagraph(c, w);
    }

    private static void byParagraph(Cpu c, int w) {
        boolean restricted = c.virtual8086() && c.flags.iopl() < 3;
        if (restricted && (w != 2 || (c.cr4 & Cr4.VME) == 0)) throw c.gp(0);
        int image = image(c, w), old = c.flags.image();
        if (restricted && ((image & Rflags.TF) != 0 || c.flags.has(Rflags.VIP) && (image & Rflags.IF) != 0)) throw c.gp(0);
        CodeTargets.loadParagraph(c, (int) Stack.peek(c, w, w) & 0xFFFF, Stack.peek(c, w, 0));
        Stack.release(c, 3L * w);
        if (restricted) old = old & ~Rflags.VIF | ((image & Rflags.IF) != 0 ? Rflags.VIF : 0);
        int changed = ALWAYS | (restricted ? 0 : Rflags.IF) | (c.virtual8086() ? 0 : Rflags.IOPL);
        setFlags(c, w, old, image, changed);
    }

    private static int image(Cpu c, int w) { return (int) Stack.peek(c, w, 2L * w); }

    private static void setFlags(Cpu c, int w, int old, int image, int changed) {
        int mask = w == 2 ? changed & 0xFFFF : changed;
        c.flags.setImage(old & ~mask | image & mask);
        c.modeChanged();
    }

    private static void fromProtectedMode(Cpu c, Op o, int w) {
        if (c.flags.has(Rflags.NT)) {
            taskReturn(c, o);
            return;
        }
        int image = image(c, w), selector = (int) Stack.peek(c, w, w) & 0xFFFF;
        long offset = Stack.peek(c, w, 0);
        if ((image & Rflags.VM) != 0 && w == 4 && c.cpl == 0 && !c.longMode()) {
            toVirtual8086(c, offset, selector, image);
            return;
        }
        var code = CodeTargets.forReturn(c, selector);
        int old = c.flags.image(), changed = changeable(c);
        if (c.long64 || code.rpl() > c.cpl) {
            Returns.outer(c, code, offset, w, 3L * w);
        } else {
            Returns.same(c, code, offset, 3L * w);
        }
        setFlags(c, w, old, image, changed);
    }

    /** The flags that IRET may change, by the privilege of the code that returns. */
    private static int changeable(Cpu c) {
        return ALWAYS | (c.cpl <= c.flags.iopl() ? Rflags.IF : 0) | (c.cpl == 0 ? Rflags.IOPL | Rflags.VIF | Rflags.VIP : 0);
    }

    /** Returns to the task that the TSS links to, which NT asks for. */
    private static void taskReturn(Cpu c, Op o) {
        if (c.longMode()) throw c.gp(0);
        TaskSwitches.byInstruction(c, TaskState.link(c), TaskSwitches.IRET, o.length, o.next);
    }

    private static void toVirtual8086(Cpu c, long offset, int selector, int image) {
        if (offset > 0xFFFF) throw c.gp(0);
        long pointer = Stack.peek(c, 4, 12);
        int stack = (int) Stack.peek(c, 4, 16) & 0xFFFF;
        var selectors = new int[AFTER_STACK.length];
        for (int i = 0; i < selectors.length; i++) selectors[i] = (int) Stack.peek(c, 4, 4L * (DATA_SEGMENTS + i)) & 0xFFFF;
        for (int i = 0; i < selectors.length; i++) SegmentLoads.loadVirtual8086(c.segments[AFTER_STACK[i]], selectors[i]);
        SegmentLoads.loadVirtual8086(c.segments[Segment.SS], stack);
        SegmentLoads.loadVirtual8086(c.segments[Segment.CS], selector);
        c.cpl = 3;
        c.rip = offset;
        Operands.setRegister(c, 4, RSP, pointer);
        c.flags.setImage(image);
        c.modeChanged();
    }
}
