package hv.cpu.assembler;

import hv.cpu.assembler.Token.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads a text into statements, and declares its symbols. */
final class StatementParser {
    private final List<Statement> statements = new ArrayList<>();
    private final Symbols symbols = new Symbols();
    private final LabelNames labels = new LabelNames();
    private int codeWidth;
    private OptionalLong origin = OptionalLong.empty();

    StatementParser(int codeWidth) { this.codeWidth = codeWidth; }

    List<Statement> statements() { return statements; }

    Symbols symbols() { return symbols; }

    /** The address that {@code org} gives. */
    OptionalLong origin() { return origin; }

    void parse(String text) {
        for (var cursor : Lexer.statements(text)) line(cursor);
    }

    private void line(Cursor cursor) {
        while (startsLabel(cursor)) {
            var name = cursor.next();
            cursor.next();
            statements.add(new Statement.Label(declare(name), name.place()));
        }
        if (cursor.atEnd()) return;
        if (startsConstant(cursor)) constant(cursor);
        else {
            boolean named = !Words.known(cursor.keyword()) && Directives.isData(Cursor.keyword(cursor.second()));
            if (named) statements.add(new Statement.Label(declare(cursor.peek()), cursor.next().place()));
            statements.addAll(statement(cursor));
        }
    }

    private static boolean startsLabel(Cursor cursor) { return cursor.peek().type() == Type.WORD && cursor.second().is(":"); }

    private static boolean startsConstant(Cursor cursor) {
        return cursor.peek().type() == Type.WORD && Cursor.keyword(cursor.second()).equals("equ");
    }

    private String declare(Token name) {
        checkName(name);
        String full = labels.define(name.text());
        symbols.declare(full, name.place());
        return full;
    }

    private static void checkName(Token name) {
        if (ArgumentParser.reserved(Cursor.keyword(name)))
            throw name.place().error("'" + name.text() + "' is a word of the language; a symbol needs another name");
        if (name.text().startsWith("$")) throw name.place().error("'" + name.text() + "' is no name for a symbol: $ stands for the address of the statement");
    }

    private void constant(Cursor cursor) {
        var name = cursor.next();
        cursor.next();
        checkName(name);
        String full = labels.full(name.text());
        symbols.declare(full, name.place());
        var value = new ExpressionParser(cursor, labels).expression();
        cursor.expectEnd();
        statements.add(new Statement.Constant(full, value, name.place()));
    }

    /** A statement without its label: two instructions where an x87 instruction is to wait first. */
    private List<Statement> statement(Cursor cursor) {
        var first = cursor.peek();
        if (first.type() != Type.WORD) throw first.place().error(first + " stands where an instruction is expected");
        var directives = new Directives(cursor, labels);
        return switch (cursor.keyword()) {
            case "bits" -> {
                codeWidth = directives.bits();
                yield List.of();
            }
            case "org" -> {
                origin = OptionalLong.of(directives.origin(origin.isPresent() || !statements.isEmpty()));
                yield List.of();
            }
            case "times" -> {
                cursor.next();
                var count = new ExpressionParser(cursor, labels).expression();
                if (startsLabel(cursor)) throw cursor.peek().place().error("a label stands before times, not behind it");
                yield List.of(new Statement.Times(count, statement(cursor), first.place()));
            }
            case "align" -> List.of(directives.align());
            default -> Directives.isData(cursor.keyword()) ? List.of(directives.data()) : instruction(cursor);
        };
    }

    private List<Statement> instruction(Cursor cursor) {
        var prefixes = Prefixes.NONE;
        for (var more = prefixes.with(cursor.keyword()); more != null && !cursor.atEnd(); more = prefixes.with(cursor.keyword())) {
            prefixes = more;
            cursor.next();
        }
        var name = cursor.next();
        String word = Cursor.keyword(name);
        boolean waits = Vocabulary.meanings(word).isEmpty() && !Vocabulary.meanings(waiting(word)).isEmpty();
        if (!waits && Vocabulary.meanings(word).isEmpty()) throw Complaint.unknown(name, cursor.afterSemicolon);
        var arguments = new ArgumentParser(cursor, labels, codeWidth).arguments();
        if (!waits) return List.of(instruction(word, prefixes, arguments, name.place()));
        return List.of(instruction("fwait", Prefixes.NONE, List.of(), name.place()), instruction(waiting(word), prefixes, arguments, name.place()));
    }

    private Statement instruction(String name, Prefixes prefixes, List<Argument> arguments, Place place) {
        return new Statement.Instruction(name, prefixes, arguments, codeWidth, place);
    }

    /** FINIT is FWAIT and FNINIT, and so with others: the name of the one without wait. */
    private static String waiting(String name) { return name.startsWith("f") ? "fn" + name.substring(1) : name; }
}
