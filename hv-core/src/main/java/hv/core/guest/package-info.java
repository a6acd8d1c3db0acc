/**
 * One virtual processor. Read {@link hv.core.guest.VirtualProcessor} first: VM entry, VM exit, and the completion of the instruction that exited. Each of
 * these is a package of its own: {@code entry} prepares an entry, {@code exit} decodes an exit, {@code completion} completes its instruction, and
 * {@code state} is the guest's state between them.
 */
package hv.core.guest;
