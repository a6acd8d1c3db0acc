package hv.cpu.assembler;

import hv.cpu.decode.Kind;
import java.util.Map;

/**
 * The words before an instruction's name.
 *
 * @param repeat      F2H, F3H or 0
 * @param segment     of an override, numbered as in the encoding; or -1
 * @param operandSize in bytes, 0 if not said
 * @param addressSize likewise
 */
record Prefixes(boolean lock, int repeat, int segment, int operandSize, int addressSize) {
    static final Prefixes NONE = new Prefixes(false, 0, -1, 0, 0);
    static final int REPE = 0xF3, REPNE = 0xF2;
    private static final Map<String, Integer> REPEATS = Map.of("rep", REPE, "repe", REPE, "repz", REPE, "repne", REPNE, "repnz", REPNE);
    private static final Map<String, Integer> OPERAND_SIZES = Map.of("o16", 2, "o32", 4, "o64", 8);
    private static final Map<String, Integer> ADDRESS_SIZES = Map.of("a16", 2, "a32", 4, "a64", 8);

    /** These with one more; null if the word is no prefix. @param word in lower case */
    Prefixes with(String word) {
        var register = RegisterNames.of(word);
        if (register != null && register.kind() == Kind.SEG) return new Prefixes(lock, repeat, register.number(), operandSize, addressSize);
        if (word.equals("lock")) return new Prefixes(true, repeat, segment, operandSize, addressSize);
        if (REPEATS.containsKey(word)) return new Prefixes(lock, REPEATS.get(word), segment, operandSize, addressSize);
        if (OPERAND_SIZES.containsKey(word)) return new Prefixes(lock, repeat, segment, OPERAND_SIZES.get(word), addressSize);
        if (ADDRESS_SIZES.containsKey(word)) return new Prefixes(lock, repeat, segment, operandSize, ADDRESS_SIZES.get(word));
        return null;
    }
}
