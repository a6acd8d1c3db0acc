/**
 * Everything that is written to the VMCS before an entry: the controls that follow from intercepts, and the event to inject. Read
 * {@link hv.core.guest.entry.Delivery} first for events, and {@link hv.core.guest.entry.Interceptions} for controls.
 * {@link hv.core.guest.entry.VirtualInterrupts} collects the interrupts that wait for the guest.
 */
package hv.core.guest.entry;
