package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.api.x86.EventType;
import hv.api.x86.Rflags;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Flags;
import hv.cpu.state.Segment;

/**
 * Delivery through the interrupt vector table: in real mode, and for INT n in virtual-8086 mode with its extensions (CR4.VME).
 *
 * @sdm 3B "Interrupts and Exceptions in Real-Address Mode" and "Software Interrupt Handling Methods While in Virtual-8086 Mode"
 */
final class RealModeInterrupts {
    private RealModeInterrupts() {}

    static void enter(Cpu c, Interruption e) {
        if (e.vector() * 4 + 3 > c.idtLimit) throw c.gp(0);
        jump(c, e, c.mem.readSystem(DescriptorTables.linear(c, c.idtBase + e.vector() * 4), 4), c.flags.image());
        c.flags.others &= ~(Rflags.IF | Rflags.TF | Rflags.RF | Rflags.AC);
    }

    /** Enters the program's own handler of INT n in virtual-8086 mode, if CR4.VME and the redirection bitmap say so. @return whether it has */
    static boolean enteredFromVirtual8086(Cpu c, Interruption e) {
        if (!c.virtual8086() || e.type() != EventType.SOFTWARE_INTERRUPT || (c.cr4 & Cr4.VME) == 0 || !TaskState.redirected(c, e.vector())) return false;
        boolean virtualInterrupts = c.flags.iopl() < 3;
        jump(c, e, c.mem.read(e.vector() * 4, 4), virtualInterrupts ? virtualImage(c.flags) : c.flags.image());
        c.flags.others &= ~(Rflags.TF | Rflags.RF | Rflags.NT | (virtualInterrupts ? Rflags.VIF : Rflags.IF));
        return true;
    }

    /** The FLAGS image of a virtual-8086 program with virtual interrupts: VIF in the place of IF, and IOPL 3. */
    static int virtualImage(Flags flags) {
        int image = flags.image() & ~Rflags.IF | Rflags.IOPL;
        return flags.has(Rflags.VIF) ? image | Rflags.IF : image;
    }

    private static void jump(Cpu c, Interruption e, long vector, int image) {
        var cs = c.segments[Segment.CS];
        if ((vector & 0xFFFF) > (cs.limit & 0xFFFF_FFFFL)) throw c.gp(0);
        var stack = PendingStack.current(c);
        stack.push(c, 2, image);
        stack.push(c, 2, cs.selector);
        stack.push(c, 2, e.rip());
        stack.commit(c);
        int selector = (int) (vector >>> 16) & 0xFFFF;
        cs.load(selector, (long) selector << 4, cs.limit, cs.rights);
        c.rip = vector & 0xFFFF;
    }
}
