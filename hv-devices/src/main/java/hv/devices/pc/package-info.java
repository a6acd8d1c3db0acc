/** What else a PC has: {@link hv.devices.pc.Pci}, configuration space with a host bridge, and {@link hv.devices.pc.I8042}, the reset line. */
package hv.devices.pc;
