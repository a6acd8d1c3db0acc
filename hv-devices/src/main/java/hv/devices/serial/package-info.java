/**
 * Serial ports. Read {@link hv.devices.serial.Serial} first, the guest's console (COM1); {@link hv.devices.serial.SerialTwo} is COM2.
 * {@code Uart16550} has the registers of both.
 */
package hv.devices.serial;
