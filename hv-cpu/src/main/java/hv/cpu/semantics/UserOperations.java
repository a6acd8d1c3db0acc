package hv.cpu.semantics;

import hv.cpu.decode.Mnemonic;
import java.util.EnumMap;
import java.util.Map;

/** What the user-mode integer instructions do: the operation of each mnemonic. */
public final class UserOperations {
    private final Map<Mnemonic, Operation> table = new EnumMap<>(Mnemonic.class);

    private UserOperations() {}

    /** Operations by mnemonic; unmodifiable. */
    public static Map<Mnemonic, Operation> table() { return Map.copyOf(new UserOperations().table); }
}
