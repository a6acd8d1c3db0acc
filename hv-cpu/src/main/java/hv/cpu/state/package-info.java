/**
 * The state of a logical processor: data, and what is needed to read it. Read {@link hv.cpu.state.Registers} first, then {@link hv.cpu.state.Flags}, and for VMX
 * {@link hv.cpu.state.Controls} (what is intercepted now) and {@link hv.cpu.state.ExitRecord} (the VM exit in the making).
 */
package hv.cpu.state;
