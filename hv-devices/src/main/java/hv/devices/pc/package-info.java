/**
 * Chipset devices of a PC. Read {@link hv.devices.pc.Pci} first: configuration space with a host bridge. {@link hv.devices.pc.I8042} has reset lines
 * and A20 gates; {@link hv.devices.pc.Coprocessor} turns x87 exceptions with CR0.NE = 0 into interrupts.
 */
package hv.devices.pc;
