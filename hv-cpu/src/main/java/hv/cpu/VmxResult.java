package hv.cpu;

import hv.api.x86.Event;

/**
 * The result of a VMX instruction, which machine code reads from RFLAGS.CF and ZF.
 *
 * @sdm 3C chapter 31 "Conventions"
 */
public sealed interface VmxResult {
    /** VMsucceed: CF = ZF = 0. For VMLAUNCH and VMRESUME: the entry was made and a VM exit has come back since. */
    record Succeeded() implements VmxResult {}
    /**
     * VMfailInvalid: CF = 1. The instruction failed, and there is no current VMCS to hold an error number. For VMXON: the region is not a VMXON
     * region.
     */
    record FailInvalid() implements VmxResult {}
    /** VMfailValid: ZF = 1; the number is in the VM-instruction error field too (SDM 3C, "VM Instruction Error Numbers"). */
    record FailValid(int error) implements VmxResult {}
    /** The instruction faults (#UD outside VMX operation, #GP …). */
    record Faulted(Event fault) implements VmxResult {}
    /**
     * The guest has been entered and there is no VM exit yet, because of {@link LogicalProcessor#pause}, a limit, a breakpoint or a guest that waits
     * for ever; {@link LogicalProcessor#run} goes on. A VMX abort ends in this way, too: {@code run} returns {@code SHUTDOWN} then. VMLAUNCH and
     * VMRESUME only.
     */
    record Paused() implements VmxResult {}

    VmxResult SUCCEEDED = new Succeeded();
    VmxResult FAIL_INVALID = new FailInvalid();
    VmxResult PAUSED = new Paused();

    default boolean succeeded() { return this instanceof Succeeded; }
}
