module hv.cpu {
    requires transitive hv.api;
}
