/** What else a PC has: {@link hv.devices.pc.Pci}, configuration space with a host bridge, and {@link hv.devices.pc.I8042}, reset lines and A20 gates. */
package hv.devices.pc;
