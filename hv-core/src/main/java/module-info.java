/** The virtual machine monitor: read {@link hv.core.VmLoop} first, then {@link hv.core.Hypervisor}. */
module hv.core {
    requires transitive hv.api;
    requires transitive hv.cpu;

    exports hv.core;            // the run loop and the facade a launcher calls
    exports hv.core.config;     // what to run
    exports hv.core.image;      // guests from files
    exports hv.core.report;     // what happened: story, statistics, errors
    exports hv.core.state;      // what machines remember, by name and as bytes
    exports hv.core.plugins;    // finding and choosing plugins

    provides hv.api.FeatureProbe with hv.core.probes.VmxProbe, hv.core.probes.FeatureControlProbe, hv.core.probes.ProtectedModeProbe,
            hv.core.probes.VmxFreeProbe, hv.core.probes.TrueControlsProbe;

    uses hv.api.ExitHandler;
    uses hv.api.MemoryTranslator;
    uses hv.api.FeatureProbe;
}
