/** The CPUID that a guest sees: see {@link hv.handlers.cpuid.Cpuid}. */
module hv.handlers.cpuid {
    requires hv.api;
    provides hv.api.ExitHandler with hv.handlers.cpuid.Cpuid;
}
