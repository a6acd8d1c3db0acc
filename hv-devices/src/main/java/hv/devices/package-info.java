/**
 * The devices of a PC, each a plugin on its own: {@link hv.devices.DebugPort} and {@link hv.devices.ExitPort} here, the others in packages
 * by kind.
 *
 * <p>A device with registers is made of three parts: its logic (such as {@code hv.devices.serial.Uart16550}), its state, which is all that it remembers
 * and which its machine knows by name ({@code UartState}), and its interrupt line.
 */
package hv.devices;
