package hv.cpu.assembler;

import hv.cpu.assembler.Token.Type;
import java.util.ArrayList;
import java.util.List;

/** Reads statements that are no instructions. */
final class Directives {
    private static final String DATA = "db dw dd dq", RESERVE = "resb resw resd resq";
    private static final int NOP = 0x90;

    private final Cursor cursor;
    private final ExpressionParser expressions;

    Directives(Cursor cursor, LabelNames labels) {
        this.cursor = cursor;
        expressions = new ExpressionParser(cursor, labels);
    }

    /** Whether the word makes bytes, and may have a name before it without colon. */
    static boolean isData(String word) { return index(DATA, word) >= 0 || index(RESERVE, word) >= 0; }

    private static int index(String words, String word) { return List.of(words.split(" ")).indexOf(word); }

    Statement data() {
        var first = cursor.next();
        String word = Cursor.keyword(first);
        if (index(RESERVE, word) >= 0) return new Statement.Reserve(1 << index(RESERVE, word), last(), first.place());
        List<Statement.Data.Item> items = new ArrayList<>();
        do items.add(item()); while (cursor.skip(","));
        cursor.expectEnd();
        return new Statement.Data(1 << index(DATA, word), items, first.place());
    }

    private Statement.Data.Item item() {
        var token = cursor.peek();
        boolean alone = cursor.second().is(",") || cursor.second().type() == Type.END;
        if (token.type() != Type.TEXT || !alone) return number(token.place());
        return new Statement.Data.Text(Octets.of(cursor.next()));
    }

    private Statement.Data.Item number(Place place) {
        int from = cursor.position();
        var value = expressions.expression();
        return new Statement.Data.Number(value, cursor.text(from), place);
    }

    private Expression last() {
        var value = expressions.expression();
        cursor.expectEnd();
        return value;
    }

    Statement align() {
        var first = cursor.next();
        var boundary = expressions.expression();
        Expression filler = new Expression.Number(NOP);
        if (cursor.skip(",")) {
            cursor.skipWord("db");
            filler = expressions.expression();
        }
        cursor.expectEnd();
        return new Statement.Align(boundary, filler, first.place());
    }

    int bits() {
        cursor.next();
        var number = cursor.next();
        boolean right = number.type() == Type.NUMBER && (number.value() == 16 || number.value() == 32 || number.value() == 64);
        if (!right) throw number.place().error("bits takes 16, 32 or 64, not " + number);
        cursor.expectEnd();
        return (int) number.value();
    }

    /** @param late something stands before it */
    long origin(boolean late) {
        var first = cursor.next();
        if (late) throw first.place().error("org stands once, before everything but bits");
        var number = cursor.next();
        if (number.type() != Type.NUMBER) throw number.place().error("org takes a number, not " + number);
        cursor.expectEnd();
        return number.value();
    }
}
