package hv.cpu.system;

import hv.api.x86.Cr4;
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
        if (c.intercepts(o)) throw c.exit(o, linear);
        if (Segmentation.canonical(linear)) c.mem.flushPage(linear);
    }

    /** Drops translations by type: 0 individual address, 1 single context, 2 all contexts with globals, 3 all contexts without globals. */
    static void invpcid(Cpu c, Op o, int w, int dk, int sk) {
        c.requireEnabled(o);
        Privilege.requireRing0(c);
        if (c.intercepts(o)) {
            var signal = c.exit(o, InstructionInformation.displacement(o));
            c.exit.instructionInformation = InstructionInformation.operands(o);
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

    /** INVD and WBINVD. */
    static void flush(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        if (c.intercepts(o)) throw c.exit(o, 0);
    }

    /** Faults where a read does, and does nothing else. */
    static void clflush(Cpu c, Op o, int w, int dk, int sk) { c.mem.read(Operands.address(c, o, 1, false), 1); }
}
