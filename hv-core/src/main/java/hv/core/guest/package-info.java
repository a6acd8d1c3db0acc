/**
 * One virtual processor. Read {@link hv.core.guest.VirtualProcessor} first: VM entry, VM exit, and the completion of the instruction that exited. Controls and
 * bitmaps that plugins ask for are in {@code Interceptions}, events on their way to the guest in {@code Delivery}, its local APIC and timer in
 * {@link hv.core.guest.VirtualInterrupts}; {@code ExitDecoder} turns exit information into a {@link hv.api.VmExit}.
 */
package hv.core.guest;
