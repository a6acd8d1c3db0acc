package hv.cpu.assembler;

import hv.cpu.assembler.Token.Type;
import java.util.List;
import java.util.Locale;

/** A statement's tokens, read one by one; the last of them is an {@link Type#END}. */
final class Cursor {
    private final List<Token> tokens;
    /** Whether the statement stands behind a semicolon in its line: somebody may have meant a comment. */
    final boolean afterSemicolon;
    private int at;

    Cursor(List<Token> tokens, boolean afterSemicolon) {
        this.tokens = tokens;
        this.afterSemicolon = afterSemicolon;
    }

    Token peek() { return tokens.get(at); }

    /** The one after the next. */
    Token second() { return tokens.get(Math.min(at + 1, tokens.size() - 1)); }

    /** The one after that. */
    Token third() { return tokens.get(Math.min(at + 2, tokens.size() - 1)); }

    int position() { return at; }

    /** The text that has been read since a position. */
    String text(int from) {
        var text = new StringBuilder();
        for (int i = from; i < at; i++) {
            boolean words = i > from && tokens.get(i).type() != Type.SIGN && tokens.get(i - 1).type() != Type.SIGN;
            text.append(words ? " " : "").append(tokens.get(i).written());
        }
        return text.toString();
    }

    Token next() { return tokens.get(peek().type() == Type.END ? at : at++); }

    boolean atEnd() { return peek().type() == Type.END; }

    /** Reads this sign if it is the next. */
    boolean skip(String sign) {
        if (!peek().is(sign)) return false;
        at++;
        return true;
    }

    /** The next token in lower case if it is a word; empty otherwise. */
    String keyword() { return keyword(peek()); }

    static String keyword(Token token) { return token.type() == Type.WORD ? token.text().toLowerCase(Locale.ROOT) : ""; }

    boolean skipWord(String word) {
        if (!keyword().equals(word)) return false;
        at++;
        return true;
    }

    void expect(String sign, String purpose) {
        if (!skip(sign)) throw peek().place().error(peek() + " stands where a '" + sign + "' " + purpose + " is expected");
    }

    void expectEnd() {
        if (!atEnd()) throw peek().place().error(peek() + " is too much; a statement ends at ';' or at the end of its line");
    }
}
