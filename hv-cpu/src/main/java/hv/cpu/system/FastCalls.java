package hv.cpu.system;

import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDX;
import static hv.cpu.state.Registers.RSP;

import hv.api.x86.AccessRights;
import hv.api.x86.Efer;
import hv.api.x86.PendingDebugExceptions;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Flags;
import hv.cpu.state.Segment;

/**
 * SYSCALL, SYSRET, SYSENTER and SYSEXIT. They load flat segments without reading a descriptor.
 *
 * @sdm 2B "SYSCALL—Fast System Call" and the entries of the other three
 */
final class FastCalls {
    private static final int R11 = 11;
    /** Flags that SYSRET takes from R11. */
    private static final int SYSRET_FLAGS = Rflags.ALL & ~(Rflags.RF | Rflags.VM);

    private FastCalls() {}

    static void syscall(Cpu c, Op o, int w, int dk, int sk) {
        if (!c.long64 || (c.efer & Efer.SCE) == 0) throw c.ud();
        int image = c.flags.image() & ~Rflags.RF;
        c.r[RCX] = o.next;
        c.r[R11] = image;
        c.flags.setImage(image & ~(int) c.fmask);
        c.rip = c.lstar;
        enter(c, (int) (c.star >>> 32) & 0xFFFC, 0, true);
    }

    /** Returns to 64-bit code with REX.W, to compatibility mode without. If it sets TF, the trap comes at once, before an instruction there. */
    static void sysret(Cpu c, Op o, int w, int dk, int sk) {
        if (!c.long64 || (c.efer & Efer.SCE) == 0) throw c.ud();
        Privilege.requireRing0(c);
        boolean to64 = w == 8;
        if (to64 && !Segmentation.canonical(c.r[RCX])) throw c.gp(0);
        c.rip = to64 ? c.r[RCX] : c.r[RCX] & 0xFFFF_FFFFL;
        c.flags.setImage((int) c.r[R11] & SYSRET_FLAGS);
        if (c.flags.has(Rflags.TF)) c.pendingDebug |= PendingDebugExceptions.BS;
        int base = (int) (c.star >>> 48);
        load(c, base + (to64 ? 16 : 0) | 3, base + 8 | 3, 3, to64);
    }

    static void sysenter(Cpu c, Op o, int w, int dk, int sk) {
        if (!c.protectedMode() || (c.sysenterCs & 0xFFFC) == 0) throw c.gp(0);
        boolean to64 = c.longMode();
        c.flags.others &= ~(Rflags.VM | Rflags.IF | Rflags.RF);
        c.r[RSP] = to64 ? c.sysenterEsp : c.sysenterEsp & 0xFFFF_FFFFL;
        c.rip = to64 ? c.sysenterEip : c.sysenterEip & 0xFFFF_FFFFL;
        enter(c, (int) c.sysenterCs & 0xFFFC, 0, to64);
    }

    /** Returns to 64-bit code with REX.W, to 32-bit code without. */
    static void sysexit(Cpu c, Op o, int w, int dk, int sk) {
        if (!c.protectedMode() || c.cpl != 0 || (c.sysenterCs & 0xFFFC) == 0) throw c.gp(0);
        boolean to64 = w == 8;
        if (to64 && !(Segmentation.canonical(c.r[RCX]) && Segmentation.canonical(c.r[RDX]))) throw c.gp(0);
        c.r[RSP] = to64 ? c.r[RCX] : c.r[RCX] & 0xFFFF_FFFFL;
        c.rip = to64 ? c.r[RDX] : c.r[RDX] & 0xFFFF_FFFFL;
        enter(c, (int) c.sysenterCs + (to64 ? 32 : 16) & 0xFFFF | 3, 3, to64);
    }

    /** Loads CS, and SS from the selector after it. */
    private static void enter(Cpu c, int selector, int cpl, boolean code64) { load(c, selector, selector + 8, cpl, code64); }

    private static void load(Cpu c, int code, int stack, int cpl, boolean code64) {
        c.segments[Segment.CS].load(code & 0xFFFF, 0, -1, (code64 ? AccessRights.CODE_64 : AccessRights.CODE_32) | cpl << AccessRights.DPL_SHIFT);
        c.segments[Segment.SS].load(stack & 0xFFFF, 0, -1, AccessRights.DATA_32 | cpl << AccessRights.DPL_SHIFT);
        c.cpl = cpl;
        c.modeChanged();
    }
}
