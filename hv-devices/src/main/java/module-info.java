/** Devices that serve a virtual machine and the bare one alike. */
module hv.devices {
    requires hv.api;
    provides hv.api.ExitHandler with
            hv.devices.DebugPort,
            hv.devices.ExitPort,
            hv.devices.acpi.Acpi,
            hv.devices.interrupts.IoApic,
            hv.devices.interrupts.Pic,
            hv.devices.pc.Coprocessor,
            hv.devices.pc.I8042,
            hv.devices.pc.Pci,
            hv.devices.serial.Serial,
            hv.devices.serial.SerialTwo,
            hv.devices.time.Pit,
            hv.devices.time.Rtc;
}
