package hv.cpu.assembler;

/**
 * A word, number, text or sign.
 *
 * @param text  as it stands there; of a {@link Type#TEXT} what is between the quotes
 * @param value of a number
 */
record Token(Type type, String text, long value, Place place) {
    enum Type { WORD, NUMBER, TEXT, SIGN, END }

    boolean is(String sign) { return type == Type.SIGN && text.equals(sign); }

    /** As it stands in the text, with quotes. */
    String written() { return type == Type.TEXT ? "'" + text + "'" : text; }

    /** As errors name it. */
    @Override public String toString() { return type == Type.END ? "the end" : "'" + text + "'"; }
}
