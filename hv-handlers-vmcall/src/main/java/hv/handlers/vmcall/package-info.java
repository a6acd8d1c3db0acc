/**
 * Hypercalls. Read {@link hv.handlers.vmcall.Vmcall} first, the exit handler of VMCALL; {@link hv.handlers.vmcall.BuiltIn} has hv's own hypercalls.
 */
package hv.handlers.vmcall;
