/**
 * Explanations of why VM entry refuses a VMCS. Read {@link hv.cpu.explain.VmcsCheck} first: it checks a VMCS image. {@link hv.cpu.explain.BrokenRule}
 * has a {@link hv.cpu.explain.FieldFinding} for each field involved. The rules are the ones that the emulated processor itself uses.
 */
package hv.cpu.explain;
