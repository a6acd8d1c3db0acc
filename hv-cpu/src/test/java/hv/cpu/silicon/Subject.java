package hv.cpu.silicon;

import hv.cpu.decode.Encodings;
import hv.cpu.decode.Op;
import hv.cpu.decode.OpcodeMaps;
import hv.cpu.decode.Row;
import java.util.List;
import java.util.function.Predicate;

/**
 * The subject of a comparison: rows of the opcode table, and the operands worth trying with them.
 *
 * @param name     for reports
 * @param rows     instructions are made from these; what their bytes decode to with further prefixes is compared too
 * @param extended x87 and SSE state is compared too
 * @param operands sets what matters beyond general registers and memory with random integers; addresses are chosen afterwards
 */
record Subject(String name, List<Row> rows, boolean extended, Favour operands) {
    /** Chooses operands. */
    @FunctionalInterface
    interface Favour {
        /** @param before holds random integers and segments, an initial FXSAVE image, and no addresses yet */
        void choose(CaseRandom random, Op op, State before);

        /** Makes the bytes of an instruction. @param row one of the subject's */
        default byte[] code(CaseRandom random, Encodings encodings, Row row, int codeWidth) { return encodings.of(row, codeWidth); }

        /** Whether the subject is about this instruction, and its addressing leaves the operands free; another is made if not. */
        default boolean suits(Op op) { return true; }

        /** For what depends on where operands are: all is chosen but the flags. */
        default void place(CaseRandom random, Op op, State before, Placed memory) {}
    }

    /** With x87 and SSE state. */
    static Subject withExtendedState(String name, Predicate<Row> rows, Favour operands) {
        return new Subject(name, OpcodeMaps.ROWS.stream().filter(rows).toList(), true, operands);
    }

    /** Without x87 and SSE state. */
    static Subject of(String name, Predicate<Row> rows, Favour operands) {
        return new Subject(name, OpcodeMaps.ROWS.stream().filter(rows).toList(), false, operands);
    }
}
