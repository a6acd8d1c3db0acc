/**
 * The devices of the first hour: {@link hv.devices.Serial}, the guest's console; {@link hv.devices.DebugPort}, which prints a byte with
 * one instruction; {@link hv.devices.ExitPort}, which ends the run.
 *
 * <p>A device with registers is made of three parts: its logic ({@link hv.devices.Uart16550}), its state, which is all that a
 * snapshot needs ({@link hv.devices.UartState}), and its interrupt line.
 */
package hv.devices;
