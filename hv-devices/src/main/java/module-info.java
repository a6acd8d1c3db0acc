module hv.devices {
    requires hv.api;
}
