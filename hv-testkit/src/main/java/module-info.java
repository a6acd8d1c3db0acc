module hv.testkit {
    requires transitive hv.core;
}
