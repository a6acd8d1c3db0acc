package hv.cpu.assembler;

import hv.cpu.assembler.Token.Type;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text into statements, and these into tokens. */
final class Lexer {
    private static final String SIGNS = ",:[]()+-*/%&|^~=";

    private final String text;
    private final List<Cursor> statements = new ArrayList<>();
    private List<Token> tokens = new ArrayList<>();
    private int at, line = 1, lineStart;
    private boolean afterSemicolon;

    private Lexer(String text) { this.text = text; }

    /** Every statement that is not empty. */
    static List<Cursor> statements(String text) {
        var lexer = new Lexer(text);
        while (lexer.at < text.length()) lexer.next();
        lexer.endStatement();
        return lexer.statements;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') endLine();
        else if (c == ';') endAtSemicolon();
        else if (Character.isWhitespace(c)) at++;
        else if (c == '#' || text.startsWith("//", at)) skipComment();
        else if (c == '\'' || c == '"') quoted(c);
        else if (Character.isDigit(c)) number();
        else if (startsWord(c)) word();
        else sign();
    }

    private Place place() { return new Place(line, at - lineStart + 1); }

    private void endLine() {
        endStatement();
        at++;
        line++;
        lineStart = at;
        afterSemicolon = false;
    }

    private void endAtSemicolon() {
        endStatement();
        at++;
        afterSemicolon = true;
    }

    private void endStatement() {
        if (tokens.isEmpty()) return;
        tokens.add(new Token(Type.END, "", 0, place()));
        statements.add(new Cursor(tokens, afterSemicolon));
        tokens = new ArrayList<>();
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') at++;
    }

    private void add(Type type, int end, String content, long value) {
        tokens.add(new Token(type, content, value, place()));
        at = end;
    }

    private void quoted(char quote) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') end++;
        if (end == text.length() || text.charAt(end) == '\n') throw place().error("the text that begins here has no closing " + quote);
        add(Type.TEXT, end + 1, text.substring(at + 1, end), 0);
    }

    private void number() {
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) end++;
        String digits = text.substring(at, end);
        add(Type.NUMBER, end, digits, Numbers.parse(digits, place()));
    }

    private static boolean startsWord(char c) { return Character.isLetter(c) || "_.?@$".indexOf(c) >= 0; }

    private void word() {
        int end = at;
        while (end < text.length() && (startsWord(text.charAt(end)) || Character.isDigit(text.charAt(end)))) end++;
        add(Type.WORD, end, text.substring(at, end), 0);
    }

    private void sign() {
        if (text.startsWith("<<", at) || text.startsWith(">>", at)) {
            add(Type.SIGN, at + 2, text.substring(at, at + 2), 0);
            return;
        }
        char c = text.charAt(at);
        if (SIGNS.indexOf(c) < 0) throw place().error("'" + Character.toString(text.codePointAt(at)) + "' means nothing here; a comment begins with # or //");
        add(Type.SIGN, at + 1, String.valueOf(c), 0);
    }
}
