package hv.cpu.system;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RCX;

import hv.api.x86.PrimaryControls;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Width;
import hv.cpu.state.Controls;
import hv.cpu.state.Registers;

/** HLT, MONITOR, MWAIT and PAUSE. */
final class Waiting {
    /** MWAIT's one extension: ECX[0], interrupts end the wait though IF is 0. */
    private static final long EXTENSIONS = 1;
    /** Access. */
    private static final int READ = 1;

    private Waiting() {}

    static void hlt(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        if (c.intercepts(o)) throw c.exit(o, 0);
        c.activity = Registers.Activity.HLT;
    }

    /** Whether MONITOR and MWAIT exist here: for CPL 0 alone, and unless IA32_MISC_ENABLE hides them. */
    private static boolean present(Cpu c) { return c.cpl == 0 && (c.miscEnable & Cpuid.MONITOR_ENABLED) != 0; }

    static void monitor(Cpu c, Op o, int w, int dk, int sk) {
        if (!present(c)) throw c.ud();
        if (c.intercepts(o)) throw c.exit(o, 0);
        if ((c.r[RCX] & 0xFFFF_FFFFL) != 0) throw c.gp(0);
        c.monitor.arm(c.mem.translate(Operands.linear(c, o.segment, Width.unsigned(o.addressWidth, c.r[RAX]), 1, false), READ));
    }

    /** Waits for an event, or for a write to the monitored line. It does not wait if no line is monitored any more. */
    static void mwait(Cpu c, Op o, int w, int dk, int sk) {
        if (!present(c)) throw c.ud();
        if (c.intercepts(o)) throw c.exit(o, c.monitorArmed ? 1 : 0);
        if ((c.r[RCX] & 0xFFFF_FFFFL & ~EXTENSIONS) != 0) throw c.gp(0);
        boolean masked = (c.r[RCX] & EXTENSIONS) != 0 && !c.flags.has(Rflags.IF);
        if (!c.monitorArmed || masked && (c.vmx.primary(PrimaryControls.INTERRUPT_WINDOW_EXITING) || c.vmx.virtualInterrupt)) return;
        c.maskedBreaks = (c.r[RCX] & EXTENSIONS) != 0;
        c.activity = Registers.Activity.MWAIT;
    }

    static void pause(Cpu c, Op o, int w, int dk, int sk) {
        boolean asked = c.intercepts(o) || c.vmx.secondary(SecondaryControls.PAUSE_LOOP_EXITING) && c.cpl == 0 && loopsTooLong(c);
        if (asked && c.exits(o)) throw c.exit(o, 0);
    }

    /** @sdm 3C chapter 26 "Instructions That Cause VM Exits Conditionally", PAUSE */
    private static boolean loopsTooLong(Cpu c) {
        var v = c.vmx;
        long now = c.clock.ticks(), last = v.lastPause;
        v.lastPause = now;
        if (last == Controls.NONE_YET || now - last > Integer.toUnsignedLong(v.pauseGap)) v.firstPause = now;
        return now - v.firstPause > Integer.toUnsignedLong(v.pauseWindow);
    }
}
