package hv.cpu;

import hv.cpu.engine.OperationTable;

/** The operations of the whole processor, for tests of single instructions. */
public final class Operations {
    public static final OperationTable TABLE = EmulatedProcessor.OPERATIONS;

    private Operations() {}
}
