/**
 * Execution. Read {@link hv.cpu.engine.Engine} first, the loop: it finds decoded blocks, runs them for as long as nothing is due, and looks at events
 * between instructions ({@code Boundary}).
 *
 * <p>Code gets faster as it gets hotter. A {@code GenericStep} is made as fast as its instruction is decoded. After some hundred runs of a block, its
 * instructions are executed by classes made for their shapes, alone ({@code ShapedStep}) or in pairs ({@code PairedStep}). After some ten thousand
 * runs the block gets classes of its own ({@code FusedStep}), if the property {@code hv.cpu.fuse} is true; {@code ./hv} sets it together with
 * {@code -XX:+TrustFinalNonStaticFields}, without which these classes gain nothing. All of these call the one static method of an instruction's
 * mnemonic.
 */
package hv.cpu.engine;
