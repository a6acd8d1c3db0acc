package hv.handlers.cpuid;

import hv.api.Setting;
import java.util.ArrayList;
import java.util.List;

/** A value for one register of one leaf, from the settings {@code mask} and {@code override}. */
record WordValue(Word word, int value) {
    /**
     * Parses one or more of LEAF:REGISTER=VALUE or LEAF.SUBLEAF:REGISTER=VALUE, with commas between: {@code 1:ecx=0x20,7.0:ebx=0}.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    static List<WordValue> parse(String text) {
        var values = new ArrayList<WordValue>();
        if (text.isBlank()) return values;
        for (var part : text.split(",", -1)) values.add(parseOne(part.strip()));
        return values;
    }

    private static WordValue parseOne(String text) {
        int colon = text.indexOf(':'), equals = text.indexOf('=');
        if (colon < 0 || equals < colon) {
            throw new IllegalArgumentException("'" + text + "' is not of the form LEAF:REGISTER=VALUE, as in 1:ecx=0x20 or 7.0:ebx=0");
        }
        var register = Register.named(text.substring(colon + 1, equals));
        return new WordValue(new Word(parseLeaf(text.substring(0, colon)), register), number(text.substring(equals + 1)));
    }

    private static Leaf parseLeaf(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? Leaf.of(number(text), 0) : Leaf.of(number(text.substring(0, dot)), number(text.substring(dot + 1)));
    }

    private static int number(String text) {
        long value = Setting.parseNumber(text);
        if (value >>> 32 != 0) throw new IllegalArgumentException("'" + text + "' does not fit into 32 bits");
        return (int) value;
    }
}
