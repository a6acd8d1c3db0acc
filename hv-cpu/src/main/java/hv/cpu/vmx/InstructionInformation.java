package hv.cpu.vmx;

import hv.api.x86.ExitReason;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.state.Registers;

/**
 * The VM-exit instruction-information field of VMX instructions; what is undefined is 0.
 *
 * @sdm 3C chapter 28 "Information for VM Exits Due to Instruction Execution"
 */
final class InstructionInformation {
    private static final int REGISTER = 1 << 10, NO_INDEX = 1 << 22, NO_BASE = 1 << 27;

    private InstructionInformation() {}

    static int of(Op o, ExitReason reason) {
        return switch (reason) {
            case VMCLEAR, VMPTRLD, VMPTRST, VMXON -> memory(o);
            case INVEPT, INVVPID -> memory(o) | o.dr << 28;
            case VMREAD -> operand(o, o.dk, o.dr) | o.sr << 28;
            case VMWRITE -> operand(o, o.sk, o.sr) | o.dr << 28;
            default -> 0;
        };
    }

    private static int operand(Op o, int kind, int register) { return kind == Kind.MEM ? memory(o) : REGISTER | register << 3; }

    private static int memory(Op o) {
        int addressSize = Integer.numberOfTrailingZeros(o.addressWidth) - 1;
        int index = o.index == Registers.ZERO ? NO_INDEX : o.index << 18 | o.shift;
        int base = o.base == Registers.ZERO ? NO_BASE : o.base << 23;
        return addressSize << 7 | o.segment << 15 | index | base;
    }
}
