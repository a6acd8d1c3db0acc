/**
 * What else a PC has: {@link hv.devices.pc.Pci}, configuration space with a host bridge; {@link hv.devices.pc.I8042}, reset lines and A20 gates; and
 * {@link hv.devices.pc.Coprocessor}, the way that x87 exceptions take with CR0.NE = 0.
 */
package hv.devices.pc;
