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

    /** The token as written, with quotes. */
    String written() { return type == Type.TEXT ? "'" + text + "'" : text; }

    /** The token's name in errors. */
    @Override public String toString() { return type == Type.END ? "the end" : "'" + text + "'"; }
}
