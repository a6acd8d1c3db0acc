package hv.cpu.engine;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The operations by mnemonic. */
public final class OperationTable {
    private final Operation[] operations = new Operation[Mnemonic.values().length];
    private final Shapes shapes = new Shapes();

    /**
     * Joins tables. A mnemonic that is in no table is an undefined opcode.
     *
     * @throws IllegalArgumentException if two tables have one mnemonic
     */
    public OperationTable(List<Map<Mnemonic, Operation>> tables) {
        Arrays.fill(operations, (Operation) (c, o, w, dk, sk) -> { throw c.ud(); });
        operations[Mnemonic.TOO_LONG.ordinal()] = (c, o, w, dk, sk) -> { throw c.gp(0); };
        var undefined = operations.clone();
        for (var table : tables) {
            table.forEach((mnemonic, operation) -> {
                int i = mnemonic.ordinal();
                if (operations[i] != undefined[i]) throw new IllegalArgumentException("two operations for " + mnemonic);
                operations[i] = operation;
            });
        }
    }

    public Operation of(Mnemonic mnemonic) { return operations[mnemonic.ordinal()]; }

    /** The step of an instruction that is not known to be executed often. */
    Step bind(Op op) { return new GenericStep(op, of(op.mnemonic)); }
    Shapes shapes() { return shapes; }
}
