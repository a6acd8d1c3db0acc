package hv.cpu.system;

import static hv.cpu.system.DescriptorTables.isNull;

import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Segment;

/**
 * GDTR, IDTR, LDTR and TR.
 *
 * @sdm 2A "LGDT/LIDT", "LLDT", "LTR" and the storing instructions; 3C "Instruction-Information Field", descriptor-table access
 */
final class TableRegisters {
    /** Instruction identities of both exits, in place. */
    private static final int SGDT = 0, SIDT = 1 << 28, LGDT = 2 << 28, LIDT = 3 << 28, SLDT = 0, STR = 1 << 28, LLDT = 2 << 28, LTR = 3 << 28;
    private static final int OPERAND_SIZE_32 = 1 << 11;
    private static final int BUSY = 2;

    private TableRegisters() {}

    static void sgdt(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireInsight(c);
        exitOnTable(c, o, w, SGDT);
        storeTable(c, o, c.gdtLimit, c.gdtBase);
    }

    static void sidt(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireInsight(c);
        exitOnTable(c, o, w, SIDT);
        storeTable(c, o, c.idtLimit, c.idtBase);
    }

    static void lgdt(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        exitOnTable(c, o, w, LGDT);
        long at = Operands.address(c, o, 2 + pointerBytes(c), false);
        int limit = (int) c.mem.read(at, 2);
        c.gdtBase = loadedBase(c, at, w);
        c.gdtLimit = limit;
    }

    static void lidt(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        exitOnTable(c, o, w, LIDT);
        long at = Operands.address(c, o, 2 + pointerBytes(c), false);
        int limit = (int) c.mem.read(at, 2);
        c.idtBase = loadedBase(c, at, w);
        c.idtLimit = limit;
    }

    private static int pointerBytes(Cpu c) { return c.long64 ? 8 : 4; }

    private static void storeTable(Cpu c, Op o, int limit, long base) {
        int bytes = pointerBytes(c);
        long at = Operands.address(c, o, 2 + bytes, true);
        c.mem.checkWrite(at, 2 + bytes);
        c.mem.write(at, 2, limit);
        c.mem.write(at + 2, bytes, base);
    }

    /** With a 16-bit operand size the base has 24 bits. */
    private static long loadedBase(Cpu c, long at, int w) {
        long base = c.mem.read(at + 2, pointerBytes(c));
        if (c.long64 && !Segmentation.canonical(base)) throw c.gp(0);
        return w == 2 ? base & 0xFF_FFFF : base;
    }

    private static void exitOnTable(Cpu c, Op o, int w, int identity) {
        if (!c.intercepts(o)) return;
        var signal = c.exit(o, InstructionInformation.displacement(o));
        c.exit.instructionInformation = InstructionInformation.memory(o) | identity | (w == 4 ? OPERAND_SIZE_32 : 0);
        throw signal;
    }

    static void sldt(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireProtectedMode(c);
        Privilege.requireInsight(c);
        exitOnSelector(c, o, SLDT);
        Operands.store(c, o, dk == Kind.MEM ? 2 : w, dk, c.segments[Segment.LDTR].selector);
    }

    static void str(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireProtectedMode(c);
        Privilege.requireInsight(c);
        exitOnSelector(c, o, STR);
        Operands.store(c, o, dk == Kind.MEM ? 2 : w, dk, c.segments[Segment.TR].selector);
    }

    /** Loads LDTR. A null selector makes it unusable. */
    static void lldt(Cpu c, Op o, int w, int dk, int sk) {
        int selector = selector(c, o, dk, LLDT);
        var ldtr = c.segments[Segment.LDTR];
        if (isNull(selector)) {
            SegmentLoads.loadNull(ldtr, selector);
            return;
        }
        var d = systemSegment(c, selector);
        if (!d.system(Descriptor.LDT)) throw c.gp(d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        ldtr.load(selector, DescriptorTables.systemBase(c, d), d.limit(), d.rights());
    }

    /** Loads TR, and marks the TSS busy. */
    static void ltr(Cpu c, Op o, int w, int dk, int sk) {
        int selector = selector(c, o, dk, LTR);
        if (isNull(selector)) throw c.gp(0);
        var d = systemSegment(c, selector);
        if (!d.system(Descriptor.TSS) && (c.longMode() || !d.system(Descriptor.TSS16))) throw c.gp(d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        long base = DescriptorTables.systemBase(c, d);
        DescriptorTables.mark(c, d, BUSY);
        c.segments[Segment.TR].load(selector, base, d.limit(), d.rights() | BUSY);
    }

    private static int selector(Cpu c, Op o, int dk, int identity) {
        Privilege.requireProtectedMode(c);
        Privilege.requireRing0(c);
        exitOnSelector(c, o, identity);
        return (int) Operands.first(c, o, 2, dk) & 0xFFFF;
    }

    /** An entry of the GDT for LLDT or LTR, which has 16 bytes in IA-32e mode; its base must be canonical. */
    private static Descriptor systemSegment(Cpu c, int selector) {
        int bytes = c.longMode() ? 16 : 8;
        if ((selector & 4) != 0 || !DescriptorTables.within(c, selector, bytes)) throw c.gp(selector & ~3);
        var d = DescriptorTables.read(c, selector, ExceptionVector.GP);
        if (!Segmentation.canonical(DescriptorTables.systemBase(c, d))) throw c.gp(d.errorCode());
        return d;
    }

    private static void exitOnSelector(Cpu c, Op o, int identity) {
        if (!c.intercepts(o)) return;
        var signal = c.exit(o, InstructionInformation.displacement(o));
        c.exit.instructionInformation = InstructionInformation.operand(o) | identity;
        throw signal;
    }
}
