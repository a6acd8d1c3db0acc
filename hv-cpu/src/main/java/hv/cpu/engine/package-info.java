/**
 * Execution: {@link hv.cpu.engine.Engine} is the loop. It finds decoded blocks, runs them for as long as nothing is due, and looks at
 * events between instructions ({@code Boundary}).
 *
 * <p>Code gets faster as it gets hotter: {@code GenericStep}s are made as fast as they are decoded; after some hundred runs of its block an instruction is
 * executed by a class of its shape, or together with its neighbour by one of their pair; after some ten thousand the block gets classes of its own
 * ({@code FusedStep}), where the JVM is told to make use of them. What each does is the one static method of its mnemonic.
 */
package hv.cpu.engine;
