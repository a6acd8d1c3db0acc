package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Operation;

/** The common part of instructions that differ in registers, addresses and constants only. */
record Shape(Operation operation, int width, int destination, int source) {
    static Shape of(Op op, Operation operation) { return new Shape(operation, op.width, op.dk, op.sk); }

    /** The shapes of two instructions, one after the other. */
    record Pair(Shape first, Shape second) {}
}
