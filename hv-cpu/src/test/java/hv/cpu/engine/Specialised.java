package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/** Executes single instructions as blocks do that have run often. */
public final class Specialised {
    private final OperationTable operations;

    public Specialised(OperationTable operations) { this.operations = operations; }

    /** RIP must be that of the next instruction. */
    public void run(Op op, Cpu c) { operations.shapes().step(op, Shape.of(op, operations.of(op.mnemonic))).run(c); }
}
