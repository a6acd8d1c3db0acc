module hv.ept {
    requires hv.api;
}
