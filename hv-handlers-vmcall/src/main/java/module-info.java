/** Serves hypercalls: see {@link hv.handlers.vmcall.Vmcall}. */
module hv.handlers.vmcall {
    requires hv.api;
    provides hv.api.ExitHandler with hv.handlers.vmcall.Vmcall;
}
