/** Memory translators, and probes of the processor's EPT. */
module hv.ept {
    requires hv.api;
    provides hv.api.MemoryTranslator with hv.ept.Identity, hv.ept.Offset, hv.ept.HookedPage;
    provides hv.api.FeatureProbe with
        hv.ept.probe.Ept, hv.ept.probe.ExecuteOnly, hv.ept.probe.Pages2M, hv.ept.probe.Pages1G, hv.ept.probe.AccessedDirty,
        hv.ept.probe.Invept, hv.ept.probe.Vpid, hv.ept.probe.Invvpid, hv.ept.probe.UnrestrictedGuest;
}
