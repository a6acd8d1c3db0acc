package hv.cpu;

import hv.api.x86.Event;

/**
 * How a VMX instruction ended, as software reads it from RFLAGS.CF and ZF.
 *
 * @sdm 3C chapter 31 "Conventions"
 */
public sealed interface VmxResult {
    /** VMsucceed: CF = ZF = 0. For VMLAUNCH and VMRESUME: the entry was made and a VM exit has come back since. */
    record Succeeded() implements VmxResult {}
    /** VMfailInvalid: CF = 1. Something is wrong and there is no current VMCS to hold an error number; of VMXON: the region is not a VMXON region. */
    record FailInvalid() implements VmxResult {}
    /** VMfailValid: ZF = 1; the number is in the VM-instruction error field too (SDM 3C, "VM Instruction Error Numbers"). */
    record FailValid(int error) implements VmxResult {}
    /** The instruction faults (#UD outside VMX operation, #GP …). */
    record Faulted(Event fault) implements VmxResult {}
    /**
     * VMLAUNCH and VMRESUME only: the guest is entered and there is no VM exit yet, because of {@link LogicalProcessor#pause}, a limit, a breakpoint or
     * a guest that waits for ever; {@link LogicalProcessor#run} goes on. After a VMX abort too: then it returns {@code SHUTDOWN}.
     */
    record Paused() implements VmxResult {}

    VmxResult SUCCEEDED = new Succeeded();
    VmxResult FAIL_INVALID = new FailInvalid();
    VmxResult PAUSED = new Paused();

    default boolean succeeded() { return this instanceof Succeeded; }
}
