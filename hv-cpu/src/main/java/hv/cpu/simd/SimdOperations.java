package hv.cpu.simd;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Operation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The operations of MMX and SSE instructions, by mnemonic. */
public final class SimdOperations {
    private SimdOperations() {}

    /** Operations by mnemonic; unmodifiable. */
    public static Map<Mnemonic, Operation> table() {
        Map<Mnemonic, Operation> table = new EnumMap<>(Mnemonic.class);
        new FloatOperations(table).bind();
        new IntegerOperations(table).bind();
        new MoveOperations(table).bind();
        return Collections.unmodifiableMap(table);
    }
}
