/** Hypercalls: see {@link hv.handlers.vmcall.Vmcall} for their calling convention. */
module hv.handlers.vmcall {
    requires hv.api;
    exports hv.handlers.vmcall;     // the numbers and error codes, for whoever writes a guest
    provides hv.api.ExitHandler with hv.handlers.vmcall.Vmcall;
}
