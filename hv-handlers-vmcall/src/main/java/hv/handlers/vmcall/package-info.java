/** What VMCALL means to a guest. Read {@link hv.handlers.vmcall.Vmcall} first. */
package hv.handlers.vmcall;
