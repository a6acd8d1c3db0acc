/**
 * VMX: the VMCS, the instructions, VM entry and VM exit.
 *
 * <p>Read {@code VmxInstructions} first: what each instruction does, with its operands given. Two doors lead there: {@link hv.cpu.vmx.VmxOperations}
 * reads the operands of machine code, {@link hv.cpu.vmx.JavaDoor} takes them from software in Java, which reaches the
 * rest of the processor by {@link hv.cpu.vmx.Settled}; {@code VmxGuard} stands before both. Then
 * {@link hv.cpu.vmx.VmEntry} and {@link hv.cpu.vmx.VmExit}. What an entry requires stands in {@code hv.cpu.entry}, one rule each.
 *
 * <p>The data of a VMCS are in RAM, in the region that software has chosen ({@code Vmcs}).
 */
package hv.cpu.vmx;
