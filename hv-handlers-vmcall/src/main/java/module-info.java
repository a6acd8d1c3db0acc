module hv.handlers.vmcall {
    requires hv.api;
}
