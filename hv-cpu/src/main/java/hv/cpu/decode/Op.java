package hv.cpu.decode;

/**
 * One decoded instruction; immutable, and without the bytes it came from. The fields are public because every executed instruction reads several of
 * them. Register numbers are those of the encoding (0 rAX … 15 R15); widths are in bytes. A class that executes instructions may extend this one with
 * further fields.
 */
public class Op {
    /** The table row that describes the instruction, or {@link Row#UNDEFINED} or {@link Row#TOO_LONG}. */
    public final Row row;
    public final Mnemonic mnemonic;
    /** The operand size: 1, 2, 4 or 8. For a branch or a stack instruction it is the width of the moved value. */
    public final int width;

    /** {@link Kind} of the first, second and third operand in Intel order (destination first). */
    public final int dk, sk, tk;
    /** Register number of the operand, for kinds that have one. */
    public final int dr, sr, tr;
    /**
     * The width of the operand. It differs from {@link #width} in MOVZX, SHL r, CL, IN, LAR and others, and is 0 where the instruction itself decides
     * it (LGDT).
     */
    public final int dw, sw, tw;

    /** Segment of the memory operand (0 ES, 1 CS, 2 SS, 3 DS, 4 FS, 5 GS): defaults and overrides are resolved. DS if there is no such operand. */
    public final int segment;
    /** Base register of the memory operand; 16 for none. */
    public final int base;
    /** Index register of the memory operand; 16 for none. */
    public final int index;
    /** The scale of the index, as a shift: the index is multiplied by 1 &lt;&lt; shift. */
    public final int shift;
    /**
     * The displacement, sign-extended; where {@link #ripRelative}, the absolute address. Base, index and displacement are added modulo 2^(8 *
     * addressWidth).
     */
    public final long displacement;
    /** The address size: 2, 4 or 8. It is also the width of rCX, rSI and rDI in string and loop instructions. */
    public final int addressWidth;
    /** Whether the encoding was RIP-relative: {@link #displacement} holds the sum, and there is no {@link #base}. */
    public final boolean ripRelative;

    /**
     * The immediate operand, sign-extended from its encoded size. It is zero-extended where it is a byte (except in {@code sIb} of the row), a shift
     * count, a port, a vector, ENTER's or RET's size, or the offset of a far pointer.
     */
    public final long immediate;
    /** ENTER's nesting level, or the selector of a far pointer. */
    public final int immediate2;
    /** The target of a relative branch: a value of RIP, truncated to its operand size. */
    public final long target;
    /** The condition of Jcc, CMOVcc and SETcc: 0 O, 1 NO, 2 B … 15 G; 0 for other instructions. */
    public final int condition;

    public final boolean lock;
    /** Whether F3H is in force: REP or REPE. Of F2H and F3H the last one is. */
    public final boolean rep;
    /** Whether F2H is in force: REPNE. */
    public final boolean repne;
    /** Whether 66H is present. */
    public final boolean operandSizeOverride;

    /** For an x87 instruction, bits 2:0 of its opcode and the ModRM byte, in the format of FOP. */
    public final int fop;

    /** RIP of the instruction: an offset in CS, not a linear address. */
    public final long rip;
    /** RIP of the next instruction in sequence, truncated to {@link #codeWidth}. */
    public final long next;
    /** The length in bytes, 1 to 15. */
    public final int length;
    /** The default size of the code segment: 16, 32 or 64. */
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

    /** Copies an instruction, for a class that extends this one. */
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

    /** The instruction in Intel syntax; see {@link Disassembler}. */
    @Override
    public String toString() { return Disassembler.text(this); }
}
