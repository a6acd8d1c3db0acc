package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.FETCH;
import static hv.cpu.silicon.Vectors.PAGE_FAULT;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;

/** One instruction with what it starts from, and what became of it on both processors. */
final class Case {
    long seed;
    /** The instruction, decoded by our decoder. */
    Op op;
    Region region;
    /** In the shared file. */
    State before, theirs;
    State ours;

    /** Where the opcode begins, as an offset in the state before. */
    int opcodeAt() { return Prefixes.end(before, op.codeWidth); }

    /** Whether some byte of the instruction could not be fetched on ours. */
    boolean fetchFaulted() { return ours.get(State.VECTOR) == PAGE_FAULT && (ours.get(State.ERROR) & FETCH) != 0; }

    boolean accessesMemory() { return op.dk == Kind.MEM || op.sk == Kind.MEM; }

    /** Linear address of the memory operand. */
    long operand() { return new Placed(op, before, region).operand(); }

    /** Where the memory operand is in the memory of the case. */
    int memoryOffset() { return (int) (operand() - region.memory()); }

    /** A quadword of the memory of the case, before. */
    long quadword(long linear) { return before.get(State.MEMORY + (int) (linear - region.memory())); }

    /** Whether the memory operand, of so many bytes, is within the memory of the case. */
    boolean inMemory(int bytes) {
        long offset = operand() - region.memory();
        return offset >= 0 && offset <= State.MEMORY_BYTES - bytes;
    }
}
