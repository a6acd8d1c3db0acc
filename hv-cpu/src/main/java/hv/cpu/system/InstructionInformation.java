package hv.cpu.system;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.decode.Operand;

/**
 * Building blocks of the VM-exit instruction-information field, and of exit qualifications that hold a displacement; undefined bits are 0.
 *
 * @sdm 3C "Basic VM-Exit Information", tables of the VM-exit instruction-information field
 */
public final class InstructionInformation {
    private static final int NO_INDEX = 1 << 22, NO_BASE = 1 << 27, REGISTER_OPERAND = 1 << 10;
    private static final int NONE = 16;

    private InstructionInformation() {}

    /** Scale, address size, segment, index and base of the memory operand. */
    static int memory(Op o) {
        int index = o.index == NONE ? NO_INDEX : o.index << 18 | o.shift;
        int base = o.base == NONE ? NO_BASE : o.base << 23;
        return index | base | addressSize(o) | o.segment << 15;
    }

    /** The address size, in place: 0 for 16 bits, 1 for 32, 2 for 64. */
    static int addressSize(Op o) { return Integer.numberOfTrailingZeros(o.addressWidth) - 1 << 7; }

    /** The operand size, in place (bits 12:11): 0 for 16 bits, 1 for 32, 2 for 64. */
    static int operandSize(int w) { return Integer.numberOfTrailingZeros(w) - 1 << 11; }

    /** A register in the place of Reg1. */
    static int register(int number) { return number << 3; }

    /** The first operand, register or memory. */
    static int operand(Op o) { return o.dk == Kind.MEM ? memory(o) : REGISTER_OPERAND | register(o.dr); }

    /** The operand that ModRM.rm gives, and as Reg2 (bits 31:28) the register that ModRM.reg gives: a type, or the encoding of a field. */
    public static int operands(Op o) {
        if (o.row.operands().isEmpty()) return 0;
        if (o.row.operands().getFirst() != Operand.Gy) return operand(o) | o.sr << 28;
        return (o.sk == Kind.MEM ? memory(o) : REGISTER_OPERAND | register(o.sr)) | o.dr << 28;
    }

    /** The displacement of the memory operand; for a RIP-relative one its sum with RIP, and 0 without a memory operand. */
    public static long displacement(Op o) { return o.dk == Kind.MEM || o.sk == Kind.MEM ? o.displacement : 0; }
}
