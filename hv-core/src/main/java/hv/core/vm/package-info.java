/**
 * One virtual machine with its plugins. Read {@link hv.core.vm.Vm} first: it ties virtual processor, memory, board and exit chains together.
 * {@link hv.core.vm.Attachments} attaches the plugins and detaches them, and {@code ChainEnd} decides what becomes of an exit that none of them answers.
 */
package hv.core.vm;
