module hv.core {
    requires transitive hv.api;
    requires transitive hv.cpu;
}
