/**
 * Interrupt controllers: {@link hv.devices.interrupts.Pic}, the two 8259As, and {@link hv.devices.interrupts.IoApic}. Local APICs are
 * the processor's.
 */
package hv.devices.interrupts;
