/** Contract tests and fakes for plugins. */
module hv.testkit {
    requires transitive hv.core;
    requires transitive org.junit.jupiter.api;
    exports hv.testkit;
    uses hv.api.ExitHandler;
    uses hv.api.FeatureProbe;
    uses hv.api.MemoryTranslator;
}
