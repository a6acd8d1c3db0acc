package hv.cpu.assembler;

import java.util.Locale;

/** Numbers as people write them: 255, 0xFF, 0FFh, 0b1111_1111, 11111111b, 0o377, 377o. */
final class Numbers {
    private Numbers() {}

    static long parse(String text, Place place) {
        String digits = text.toLowerCase(Locale.ROOT).replace("_", "");
        String body = digits.substring(0, digits.length() - 1);
        if (digits.startsWith("0x")) return parse(digits.substring(2), 16, text, place);
        if (digits.endsWith("h")) return parse(body, 16, text, place);
        if (digits.startsWith("0b")) return parse(digits.substring(2), 2, text, place);
        if (digits.startsWith("0o")) return parse(digits.substring(2), 8, text, place);
        if (digits.endsWith("b")) return parse(body, 2, text, place);
        if (digits.endsWith("o")) return parse(body, 8, text, place);
        return parse(digits, 10, text, place);
    }

    private static long parse(String digits, int radix, String text, Place place) {
        boolean all = !digits.isEmpty() && digits.chars().allMatch(c -> Character.digit(c, radix) >= 0);
        if (!all) throw place.error("'" + text + "' is not a number; numbers look like 255, 0xff, 0ffh, 0b11111111, 11111111b or 'c'");
        try {
            return Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            throw place.error(text + " is greater than 64 bits can hold");
        }
    }
}
