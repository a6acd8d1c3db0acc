package hv.cpu.semantics;

import hv.cpu.decode.Op;

/**
 * The effect of an instruction. One static method per mnemonic has this shape. Width and operand kinds are arguments, so that in a caller that knows
 * them at compile time (a class made for one shape) the JIT drops the branches.
 *
 * <p>The contract: compute first, then store to memory, then commit registers and flags; a fault leaves as an exception before anything has changed.
 * {@code c.rip} is not kept up while a block runs ({@code o.rip} and {@code o.next} are): an operation that goes anywhere but to {@code o.next} ends
 * its block and sets {@code c.rip}.
 */
@FunctionalInterface
public interface Operation {
    /**
     * @param w  operand width in bytes
     * @param dk kind of the destination operand, {@code Kind}
     * @param sk kind of the source operand
     */
    void run(Cpu c, Op o, int w, int dk, int sk);
}
