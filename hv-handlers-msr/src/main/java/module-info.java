/** Model-specific registers of a guest: see {@link hv.handlers.msr.Msr}. */
module hv.handlers.msr {
    requires hv.api;
    provides hv.api.ExitHandler with hv.handlers.msr.Msr;
}
