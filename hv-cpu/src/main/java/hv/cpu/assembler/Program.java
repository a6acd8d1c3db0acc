package hv.cpu.assembler;

import hv.api.Names;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The result of an {@link Assembler}.
 *
 * @param address of the first byte
 * @param bytes   to be loaded there
 * @param symbols labels and constants by name; a local label by its full one, {@code outer.local}
 */
public record Program(long address, byte[] bytes, Map<String, Long> symbols) {
    /**
     * The address of a label, or the value of a constant.
     *
     * @throws NoSuchElementException if the text defines no such symbol
     */
    public long symbol(String name) {
        var value = symbols.get(name);
        if (value == null) throw new NoSuchElementException("there is no symbol '" + name + "'" + Names.hint(name, symbols.keySet()));
        return value;
    }
}
