/**
 * VMX: the VMCS, the instructions, VM entry and VM exit.
 *
 * <p>Read {@code VmxInstructions} first: the VMX instructions on given operands. Two classes call it: {@link hv.cpu.vmx.VmxOperations} with the
 * operands of machine code, {@link hv.cpu.vmx.JavaDoor} with those of software in Java; {@code VmxGuard} checks the mode before both. Then read
 * {@link hv.cpu.vmx.VmEntry} and {@link hv.cpu.vmx.VmExit}. The requirements of an entry are in {@code hv.cpu.entry}, one rule each.
 *
 * <p>The data of a VMCS are in RAM, in the region that software has chosen ({@code Vmcs}).
 */
package hv.cpu.vmx;
