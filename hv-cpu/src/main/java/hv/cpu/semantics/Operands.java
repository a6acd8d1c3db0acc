package hv.cpu.semantics;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;

/**
 * Reading and writing operands by kind. Values are longs of which the low {@code w} bytes count; the bytes above are arbitrary.
 *
 * <p>A read-modify-write is {@code at = destination(…)}, {@code loadDestination(…, at)}, {@code store(…, at, value)}: the address is computed once,
 * and the load faults where the store would.
 */
public final class Operands {
    /** The most bytes of an operand that are checked at once; the images of FXSAVE and the like are checked in several parts. */
    private static final int LONGEST = 1 << 13;

    /** ES, SS and DS, a bit each: the segments whose accesses {@link Cpu#flat} covers for data. (64-bit code has no override to CS.) */
    private static final int DATA_SEGMENTS = 1 << Segment.ES | 1 << Segment.SS | 1 << Segment.DS;

    private Operands() {}

    /** The offset of the memory operand in its segment: base, index and displacement, truncated to the address size. */
    public static long offset(Cpu c, Op o) {
        return Width.unsigned(o.addressWidth, c.r[o.base] + (c.r[o.index] << o.shift) + o.displacement);
    }

    /** The linear address of the memory operand. A segment violation is thrown. */
    public static long address(Cpu c, Op o, int bytes, boolean write) { return linear(c, o.segment, offset(c, o), bytes, write); }

    /**
     * The linear address of a part of a larger structure in memory. Its offset wraps at the address size.
     *
     * @param more      bytes from the beginning of the structure
     * @param alignment a power of 2: what alignment is checked for
     */
    public static long part(Cpu c, Op o, int more, int bytes, int alignment, boolean write) {
        return Segmentation.linear(c, o.segment, Width.unsigned(o.addressWidth, offset(c, o) + more), bytes, alignment, write);
    }

    /** The linear address of a memory operand that must be aligned to {@code bytes}: #GP(0) if it is not, before any other fault. */
    public static long alignedAddress(Cpu c, Op o, int bytes, boolean write) {
        long offset = offset(c, o);
        boolean flat = c.long64 && o.segment < Segment.FS;
        if (((flat ? 0 : c.segments[o.segment].base) + offset & bytes - 1) != 0) throw c.gp(0);
        return linear(c, o.segment, offset, bytes, write);
    }

    /** The linear address of an offset in a segment. A violation is thrown. */
    public static long linear(Cpu c, int segment, long offset, int bytes, boolean write) {
        return c.flat && (DATA_SEGMENTS >>> segment & 1) != 0 && wellInside(offset) ? offset : Segmentation.linear(c, segment, offset, bytes, write);
    }

    /**
     * Whether an offset, and that of every byte of any operand there, is canonical. The last bytes of the lower half are left to
     * {@link Segmentation}.
     */
    private static boolean wellInside(long offset) { return Long.compareUnsigned(offset + (1L << 47), (1L << 48) - LONGEST) < 0; }

    /** Reads the second operand. */
    public static long source(Cpu c, Op o, int w, int sk) { return load(c, o, w, sk, o.sr); }

    /** Reads the first operand, for an instruction that does not write it. */
    public static long first(Cpu c, Op o, int w, int dk) { return load(c, o, w, dk, o.dr); }

    /** Reads an operand of kind REG, REG_HIGH, MEM or IMM. */
    public static long load(Cpu c, Op o, int w, int kind, int register) {
        return switch (kind) {
            case Kind.REG -> c.r[register];
            case Kind.MEM -> c.mem.read(address(c, o, w, false), w);
            case Kind.REG_HIGH -> c.r[register] >>> 8;
            default -> o.immediate;
        };
    }

    /** The place of the first operand, for {@link #loadDestination} and {@link #store}: a linear address; 0 for a register. */
    public static long destination(Cpu c, Op o, int w, int dk) { return dk == Kind.MEM ? address(c, o, w, true) : 0; }

    /** Reads the first operand before a {@link #store}, which cannot fault then. */
    public static long loadDestination(Cpu c, Op o, int w, int dk, long at) {
        return dk == Kind.MEM ? c.mem.readForWrite(at, w) : dk == Kind.REG ? c.r[o.dr] : c.r[o.dr] >>> 8;
    }

    /** Writes the first operand. */
    public static void store(Cpu c, Op o, int w, int dk, long at, long value) {
        if (dk == Kind.MEM) c.mem.write(at, w, value);
        else setRegister(c, w, dk, o.dr, value);
    }

    /** Writes the first operand of an instruction that does not read it. */
    public static void store(Cpu c, Op o, int w, int dk, long value) { store(c, o, w, dk, destination(c, o, w, dk), value); }

    /** Writes a general register of kind REG or REG_HIGH. */
    public static void setRegister(Cpu c, int w, int kind, int register, long value) {
        if (kind == Kind.REG) setRegister(c, w, register, value);
        else c.r[register] = c.r[register] & ~0xFF00L | (value & 0xFF) << 8;
    }

    /** Writes the low {@code w} bytes of a general register: 4 bytes clear the upper half, 1 and 2 leave the rest alone. */
    public static void setRegister(Cpu c, int w, int register, long value) {
        c.r[register] = switch (w) {
            case 8 -> value;
            case 4 -> value & 0xFFFF_FFFFL;
            case 2 -> c.r[register] & ~0xFFFFL | value & 0xFFFF;
            default -> c.r[register] & ~0xFFL | value & 0xFF;
        };
    }

    /** The accumulator AL, AX, EAX or RAX, zero-extended. */
    public static long accumulator(Cpu c, int w) { return Width.unsigned(w, c.r[Registers.RAX]); }
}
