/**
 * User-mode integer instructions, one static method each. Read {@link hv.cpu.semantics.Operation} first, the contract of such a method, then
 * {@link hv.cpu.semantics.Alu} as an example. {@link hv.cpu.semantics.Operands} reads and writes operands; {@link hv.cpu.semantics.Cpu} is the
 * processor that all of them work on.
 */
package hv.cpu.semantics;
