package hv.cpu.system;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Controls;

/** Instructions that flush translations, and those that flush data caches, of which there are none. */
final class Caches {
    private static final int INVD_EXIT = 13, INVLPG_EXIT = 14, WBINVD_EXIT = 54, INVPCID_EXIT = 58;

    private Caches() {}

    static void invlpg(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        long linear = Addresses.unchecked(c, o.segment, Operands.offset(c, o));
        if (c.vmx.primary(Controls.INVLPG) && c.vmx.exits(INVLPG_EXIT)) throw c.exit(INVLPG_EXIT, linear, o.length);
        if (Segmentation.canonical(linear)) c.mem.flushPage(linear);
    }

    /** Drops translations by type: 0 individual address, 1 single context, 2 all contexts with globals, 3 all contexts without globals. */
    static void invpcid(Cpu c, Op o, int w, int dk, int sk) {
        if (c.vmx.nonRoot && !c.vmx.secondary(Controls.INVPCID)) throw c.ud();
        Privilege.requireRing0(c);
        if (c.vmx.primary(Controls.INVLPG) && c.vmx.exits(INVPCID_EXIT)) {
            var signal = c.exit(INVPCID_EXIT, InstructionInformation.displacement(o), o.length);
            c.exit.instructionInformation = InstructionInformation.memory(o) | o.dr << 28;
            throw signal;
        }
        long type = c.long64 ? c.r[o.dr] : c.r[o.dr] & 0xFFFF_FFFFL;
        long at = Operands.address(c, o, 16, false), pcid = c.mem.read(at, 8), linear = c.mem.read(at + 8, 8);
        boolean valid = Long.compareUnsigned(type, 3) <= 0 && pcid >>> 12 == 0 && (type != 0 || Segmentation.canonical(linear))
                && (type > 1 || pcid == 0 || ControlRegisters.has(c, Cr4Bit.PCIDE));
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
        if (c.vmx.secondary(Controls.WBINVD) && c.vmx.exits(WBINVD_EXIT)) throw c.exit(WBINVD_EXIT, 0, o.length);
    }

    static void invd(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        if (c.vmx.nonRoot && c.vmx.exits(INVD_EXIT)) throw c.exit(INVD_EXIT, 0, o.length);
    }

    /** Faults where a read does, and does nothing else. */
    static void clflush(Cpu c, Op o, int w, int dk, int sk) { c.mem.read(Operands.address(c, o, 1, false), 1); }
}
