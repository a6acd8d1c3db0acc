/** Devices that serve a virtual machine and the bare one alike. */
module hv.devices {
    requires hv.api;
    provides hv.api.ExitHandler with hv.devices.Serial, hv.devices.DebugPort, hv.devices.ExitPort;
}
