package hv.cpu.system;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Operation;
import java.util.EnumMap;
import java.util.Map;

/** What the system instructions do: the operation of each mnemonic. */
public final class SystemOperations {
    private final Map<Mnemonic, Operation> table = new EnumMap<>(Mnemonic.class);

    private SystemOperations() {}

    /** Operations by mnemonic; unmodifiable. */
    public static Map<Mnemonic, Operation> table() { return Map.copyOf(new SystemOperations().table); }
}
