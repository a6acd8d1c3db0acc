package hv.cpu.decode;

/**
 * One decoded instruction; immutable, and without the bytes it came from. The fields are public because every executed instruction
 * reads several of them. Register numbers are those of the encoding (0 rAX … 15 R15); widths are in bytes. Whoever
 * executes instructions may extend this with what it needs beside each.
 */
public class Op {
    /** The table row that describes the instruction, or {@link Row#UNDEFINED} or {@link Row#TOO_LONG}. */
    public final Row row;
    public final Mnemonic mnemonic;
    /** Operand size: 1, 2, 4 or 8; of a branch or a stack instruction the width of what it moves. */
    public final int width;

    /** {@link Kind} of the first, second and third operand in Intel order (destination first). */
    public final int dk, sk, tk;
    /** Register number of the operand, for kinds that have one. */
    public final int dr, sr, tr;
    /** Width of the operand: differs from {@link #width} in MOVZX, SHL r, CL, IN, LAR …; 0 where the instruction alone knows (LGDT). */
    public final int dw, sw, tw;

    /** Segment of the memory operand (0 ES, 1 CS, 2 SS, 3 DS, 4 FS, 5 GS): defaults and overrides are resolved. DS if there is no such operand. */
    public final int segment;
    /** Base register of the memory operand; 16 for none. */
    public final int base;
    /** Index register of the memory operand; 16 for none. */
    public final int index;
    /** The index counts 1 &lt;&lt; shift bytes. */
    public final int shift;
    /** Sign-extended; where {@link #ripRelative}, the absolute address. Base, index and displacement add modulo 2^(8 * addressWidth). */
    public final long displacement;
    /** Address size: 2, 4 or 8. Also the width of rCX, rSI and rDI in string and loop instructions. */
    public final int addressWidth;
    /** The encoding was RIP-relative: {@link #displacement} holds the sum, {@link #base} none. */
    public final boolean ripRelative;

    /**
     * Sign-extended from its encoded size; but zero-extended where it is a byte (except in {@code sIb} of the row), a shift count,
     * a port, a vector, ENTER's or RET's size, or the offset of a far pointer.
     */
    public final long immediate;
    /** ENTER's nesting level, or the selector of a far pointer. */
    public final int immediate2;
    /** Where a relative branch goes: a value of RIP, truncated to its operand size. */
    public final long target;
    /** Condition of Jcc, CMOVcc and SETcc: 0 O, 1 NO, 2 B … 15 G; 0 elsewhere. */
    public final int condition;

    public final boolean lock;
    /** F3H: REP or REPE. Of F2H and F3H the last one counts. */
    public final boolean rep;
    /** F2H: REPNE. */
    public final boolean repne;
    /** 66H is present. */
    public final boolean operandSizeOverride;

    /** Of an x87 instruction: bits 2:0 of its opcode and the ModRM byte, in the format of FOP. */
    public final int fop;

    /** RIP of the instruction: an offset in CS, not a linear address. */
    public final long rip;
    /** RIP of the next instruction in sequence, truncated to {@link #codeWidth}. */
    public final long next;
    /** In bytes, 1 to 15. */
    public final int length;
    /** 16, 32 or 64: the default sizes of the code segment. */
    public final int codeWidth;

    Op(Draft d, Form form) {
        row = form.row;
        mnemonic = row.mnemonic();
        width = d.width;
        dk = d.kind[0];
        sk = d.kind[1];
        tk = d.kind[2];
        dr = d.register[0];
        sr = d.register[1];
        tr = d.register[2];
        dw = d.operandWidth[0];
        sw = d.operandWidth[1];
        tw = d.operandWidth[2];
        segment = d.segment;
        base = d.base;
        index = d.index;
        shift = d.shift;
        displacement = d.displacement;
        addressWidth = d.addressWidth;
        ripRelative = d.ripRelative;
        immediate = d.immediate;
        immediate2 = d.immediate2;
        target = d.target;
        condition = form.condition;
        lock = d.lock;
        rep = d.rep;
        repne = d.repne;
        operandSizeOverride = d.operandSizeOverride;
        fop = (d.opcode & 7) << 8 | d.modrm;
        rip = d.rip;
        next = d.next;
        length = d.length;
        codeWidth = d.codeWidth;
    }

    /** The same instruction, as part of something larger. */
    protected Op(Op o) {
        row = o.row;
        mnemonic = o.mnemonic;
        width = o.width;
        dk = o.dk;
        sk = o.sk;
        tk = o.tk;
        dr = o.dr;
        sr = o.sr;
        tr = o.tr;
        dw = o.dw;
        sw = o.sw;
        tw = o.tw;
        segment = o.segment;
        base = o.base;
        index = o.index;
        shift = o.shift;
        displacement = o.displacement;
        addressWidth = o.addressWidth;
        ripRelative = o.ripRelative;
        immediate = o.immediate;
        immediate2 = o.immediate2;
        target = o.target;
        condition = o.condition;
        lock = o.lock;
        rep = o.rep;
        repne = o.repne;
        operandSizeOverride = o.operandSizeOverride;
        fop = o.fop;
        rip = o.rip;
        next = o.next;
        length = o.length;
        codeWidth = o.codeWidth;
    }

    /** Intel syntax; see {@link Disassembler}. */
    @Override
    public String toString() { return Disassembler.text(this); }
}
