/**
 * Why VM entry refuses a VMCS, in words: {@link hv.cpu.explain.BrokenRule} with a {@link hv.cpu.explain.FieldFinding} for each field involved. The rules are those that
 * the emulated processor itself obeys. {@link hv.cpu.explain.VmcsCheck} asks them about a VMCS from elsewhere.
 */
package hv.cpu.explain;
