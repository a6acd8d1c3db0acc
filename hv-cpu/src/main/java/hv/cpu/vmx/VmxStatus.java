package hv.cpu.vmx;

import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.semantics.Cpu;

/**
 * The result of a VMX instruction as a number: 0 VMsucceed, -1 VMfailInvalid, n &gt; 0 VMfailValid(n).
 *
 * @sdm 3C chapter 31 "Conventions"
 */
public final class VmxStatus {
    public static final int SUCCEED = 0, FAIL_INVALID = -1;

    private VmxStatus() {}

    static int fail(Cpu c, VmInstructionError error) { return fail(c, error.number()); }

    /** VMfail(n). With a current VMCS it is VMfailValid, and the VM-instruction error field gets the number; otherwise VMfailInvalid. */
    static int fail(Cpu c, int error) {
        if (!Vmcs.hasCurrent(c)) return FAIL_INVALID;
        Vmcs.open(c);
        Vmcs.putInt(c, VmcsField.VM_INSTRUCTION_ERROR, error);
        return error;
    }

    /** Reports the result to software in RFLAGS. */
    static void toFlags(Cpu c, int status) {
        c.flags.setStatus(status == SUCCEED ? 0 : status == FAIL_INVALID ? Rflags.CF : Rflags.ZF);
    }
}
