/**
 * The machine around a guest, which devices are plugged into. Read {@link hv.core.machine.Board} first: ports, memory-mapped registers, interrupt pins, clock and
 * console of one machine. {@link hv.core.machine.PluginMachine} is this board as one plugin sees it, through {@link hv.api.machine.Machine}.
 */
package hv.core.machine;
