/**
 * The machine around the processor, as a device sees it: ports, memory-mapped registers, interrupt lines, timers, memory, the console. Read
 * {@link hv.api.machine.Machine} first; all else is reached from there. A device gets the same in a virtual machine and on the bare machine.
 */
package hv.api.machine;
