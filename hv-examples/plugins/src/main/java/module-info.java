module hv.examples.plugins {
    requires hv.api;
}
