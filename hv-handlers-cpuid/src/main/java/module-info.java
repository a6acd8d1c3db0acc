module hv.handlers.cpuid {
    requires hv.api;
}
