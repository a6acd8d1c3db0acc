package hv.cpu.assembler;

import hv.cpu.assembler.Token.Type;
import java.util.List;

/** Reads expressions; signs bind as they do in C. */
final class ExpressionParser {
    /** Signs by how they bind, loosest first. */
    private static final List<List<String>> LEVELS =
            List.of(List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"), List.of("+", "-"), List.of("*", "/", "%"));
    private static final int PRODUCT = LEVELS.size() - 1;
    private static final int CHARACTERS = 8;

    private final Cursor cursor;
    private final LabelNames labels;

    ExpressionParser(Cursor cursor, LabelNames labels) {
        this.cursor = cursor;
        this.labels = labels;
    }

    Expression expression() { return level(0); }

    /** A product, such as the terms of an address are. */
    Expression product() { return level(PRODUCT); }

    private Expression level(int level) {
        if (level == LEVELS.size()) return unary();
        var left = level(level + 1);
        while (cursor.peek().type() == Type.SIGN && LEVELS.get(level).contains(cursor.peek().text())) {
            var sign = cursor.next();
            left = new Expression.Binary(sign.text(), left, level(level + 1), sign.place());
        }
        return left;
    }

    private Expression unary() {
        var token = cursor.peek();
        if (cursor.skip("+")) return unary();
        if (cursor.skip("-")) return new Expression.Binary("-", new Expression.Number(0), unary(), token.place());
        if (cursor.skip("~")) return new Expression.Inverted(unary());
        return primary();
    }

    private Expression primary() {
        var token = cursor.next();
        return switch (token.type()) {
            case NUMBER -> new Expression.Number(token.value());
            case TEXT -> characters(token);
            case WORD -> word(token);
            case SIGN, END -> {
                if (!token.is("(")) throw token.place().error(token + " stands where a number, a label or a register is expected");
                var inner = expression();
                cursor.expect(")", "that closes the parenthesis");
                yield inner;
            }
        };
    }

    private Expression word(Token token) {
        if (token.text().equals("$")) return new Expression.Here();
        if (token.text().equals("$$")) return new Expression.Start();
        if (RegisterNames.isRegister(token.text())) throw token.place().error("the register " + token.text() + " can't be part of a number");
        return new Expression.Symbol(labels.full(token.text()), token.place());
    }

    /** The first character is the lowest byte. */
    private static Expression characters(Token token) {
        var octets = Octets.of(token);
        if (octets.length == 0 || octets.length > CHARACTERS)
            throw token.place().error("a text of one to eight characters can be a number, not one of " + octets.length);
        long value = 0;
        for (int i = octets.length - 1; i >= 0; i--) value = value << 8 | octets[i] & 0xFF;
        return new Expression.Number(value);
    }
}
