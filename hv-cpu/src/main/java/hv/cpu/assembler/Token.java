package hv.cpu.assembler;

/**
 * A word, number, text or sign.
 *
 * @param text  as it stands there; of a {@link Kind#TEXT} what is between the quotes
 * @param value of a number
 */
record Token(Kind kind, String text, long value, Place place) {
    enum Kind { WORD, NUMBER, TEXT, SIGN, END }

    boolean is(String sign) { return kind == Kind.SIGN && text.equals(sign); }

    /** As it stands in the text, with quotes. */
    String written() { return kind == Kind.TEXT ? "'" + text + "'" : text; }

    /** As errors name it. */
    @Override public String toString() { return kind == Kind.END ? "the end" : "'" + text + "'"; }
}
