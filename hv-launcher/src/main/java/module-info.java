module hv.launcher {
    requires hv.core;
}
