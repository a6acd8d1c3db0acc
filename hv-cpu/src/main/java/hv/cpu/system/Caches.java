package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.api.x86.ExitReason;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Segmentation;

/** Instructions that flush translations, and those that flush data caches, of which there are none. */
final class Caches {
    private Caches() {}

    static void invlpg(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        long linear = Addresses.unchecked(c, o.segment, Operands.offset(c, o));
        if (c.vmx.primary(PrimaryControls.INVLPG_EXITING) && c.vmx.exits(ExitReason.INVLPG)) throw c.exit(ExitReason.INVLPG, linear, o.length);
        if (Segmentation.canonical(linear)) c.mem.flushPage(linear);
    }

    /** Drops translations by type: 0 individual address, 1 single context, 2 all contexts with globals, 3 all contexts without globals. */
    static void invpcid(Cpu c, Op o, int w, int dk, int sk) {
        if (c.vmx.nonRoot && !c.vmx.secondary(SecondaryControls.ENABLE_INVPCID)) throw c.ud();
        Privilege.requireRing0(c);
        if (c.vmx.primary(PrimaryControls.INVLPG_EXITING) && c.vmx.exits(ExitReason.INVPCID)) {
            var signal = c.exit(ExitReason.INVPCID, InstructionInformation.displacement(o), o.length);
            c.exit.instructionInformation = InstructionInformation.memory(o) | o.dr << 28;
            throw signal;
        }
        long type = c.long64 ? c.r[o.dr] : c.r[o.dr] & 0xFFFF_FFFFL;
        long at = Operands.address(c, o, 16, false), pcid = c.mem.read(at, 8), linear = c.mem.read(at + 8, 8);
        boolean valid = Long.compareUnsigned(type, 3) <= 0 && pcid >>> 12 == 0 && (type != 0 || Segmentation.canonical(linear))
                && (type > 1 || pcid == 0 || ControlRegisters.has(c, Cr4.PCIDE));
        if (!valid) throw c.gp(0);
        switch ((int) type) {
            case 0 -> c.mem.flushLocalPage((int) pcid, linear);
            case 1 -> c.mem.flushLocal((int) pcid);
            case 2 -> c.mem.flush();
            default -> c.mem.flushAllLocal();
        }
    }

    static void wbinvd(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        boolean exits = c.vmx.secondary(SecondaryControls.WBINVD_EXITING) && c.vmx.exits(ExitReason.WBINVD_OR_WBNOINVD);
        if (exits) throw c.exit(ExitReason.WBINVD_OR_WBNOINVD, 0, o.length);
    }

    static void invd(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        if (c.vmx.nonRoot && c.vmx.exits(ExitReason.INVD)) throw c.exit(ExitReason.INVD, 0, o.length);
    }

    /** Faults where a read does, and does nothing else. */
    static void clflush(Cpu c, Op o, int w, int dk, int sk) { c.mem.read(Operands.address(c, o, 1, false), 1); }
}
