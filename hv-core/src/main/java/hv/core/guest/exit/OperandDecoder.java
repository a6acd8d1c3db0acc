package hv.core.guest.exit;

import hv.api.VmExit;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.VmcsField;
import hv.core.guest.state.GuestCpu;
import hv.core.guest.state.Vmcs;

/**
 * Operands of instructions that exit, from the VM-exit instruction information.
 *
 * @sdm 3C chapter 28 "Information for VM Exits Due to Instruction Execution"
 */
public final class OperandDecoder {
    public static final Gpr[] REGISTERS = Gpr.values();
    private static final VmcsField[] SEGMENT_BASES = {VmcsField.GUEST_ES_BASE, VmcsField.GUEST_CS_BASE, VmcsField.GUEST_SS_BASE,
            VmcsField.GUEST_DS_BASE, VmcsField.GUEST_FS_BASE, VmcsField.GUEST_GS_BASE};
    private static final int IS_REGISTER = 1 << 10, NO_INDEX = 1 << 22, NO_BASE = 1 << 27, DS = 3;

    private final GuestCpu guest;
    private final Vmcs vmcs;

    public OperandDecoder(GuestCpu guest, Vmcs vmcs) {
        this.guest = guest;
        this.vmcs = vmcs;
    }

    /** Reg1: the register operand. */
    public Gpr register() { return REGISTERS[information() >> 3 & 15]; }
    /** Reg2: the other register operand. */
    public Gpr second() { return REGISTERS[information() >>> 28]; }
    /** The instruction identity, one of four. */
    public int identity() { return information() >> 28 & 3; }
    /** Operand size of RDRAND and RDSEED. */
    public int randomBytes() { return 2 << (information() >> 11 & 3); }

    public VmExit.Operand operand() {
        return (information() & IS_REGISTER) != 0 ? new VmExit.Operand.Register(register()) : new VmExit.Operand.Memory(memory());
    }

    /** The linear address of the memory operand. */
    public Gva memory() {
        int information = information();
        long offset = vmcs.get(VmcsField.EXIT_QUALIFICATION);
        if ((information & NO_BASE) == 0) offset += guest.get(REGISTERS[information >> 23 & 15]);
        if ((information & NO_INDEX) == 0) offset += guest.get(REGISTERS[information >> 18 & 15]) << (information & 3);
        return linear(information >> 15 & 7, sized(offset, information >> 7 & 3));
    }

    /** MONITOR's operand: DS:RAX of the current address size (segment overrides and address-size prefixes are not reported). */
    public Gva monitored() { return linear(DS, guest.in64BitMode() ? guest.get(Gpr.RAX) : guest.get(Gpr.RAX) & 0xFFFF_FFFFL); }

    private Gva linear(int segment, long offset) {
        if (guest.in64BitMode()) return new Gva(segment >= 4 ? vmcs.get(SEGMENT_BASES[segment]) + offset : offset);
        return new Gva(vmcs.get(SEGMENT_BASES[segment]) + offset & 0xFFFF_FFFFL);
    }

    /** @param size 0 for 16 bits, 1 for 32, 2 for 64 */
    public static long sized(long address, int size) {
        return switch (size) {
            case 0 -> address & 0xFFFF;
            case 1 -> address & 0xFFFF_FFFFL;
            default -> address;
        };
    }

    private int information() { return (int) vmcs.get(VmcsField.VM_EXIT_INSTRUCTION_INFORMATION); }
}
