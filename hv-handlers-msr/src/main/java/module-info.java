module hv.handlers.msr {
    requires hv.api;
}
