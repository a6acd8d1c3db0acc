package hv.cpu.assembler;

import hv.cpu.assembler.Argument.Far;
import hv.cpu.assembler.Argument.Immediate;
import hv.cpu.assembler.Argument.Memory;
import hv.cpu.assembler.Argument.Reach;
import hv.cpu.assembler.Argument.Reg;
import hv.cpu.assembler.RegisterNames.Register;
import hv.cpu.assembler.Token.Type;
import hv.cpu.decode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the operands of an instruction. */
final class ArgumentParser {
    /** Bytes by the name of a size. */
    private static final Map<String, Integer> SIZES = Map.ofEntries(Map.entry("byte", 1), Map.entry("word", 2), Map.entry("dword", 4),
            Map.entry("fword", 6), Map.entry("qword", 8), Map.entry("tbyte", 10), Map.entry("tword", 10), Map.entry("oword", 16),
            Map.entry("dqword", 16), Map.entry("xmmword", 16));
    private static final Set<String> WORDS = Set.of("far", "near", "ptr", "rel", "short");
    private static final int SEGMENT = Kind.SEG, ST = Kind.ST;

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final LabelNames labels;
    private final int codeWidth;

    ArgumentParser(Cursor cursor, LabelNames labels, int codeWidth) {
        this.cursor = cursor;
        this.labels = labels;
        this.codeWidth = codeWidth;
        expressions = new ExpressionParser(cursor, labels);
    }

    List<Argument> arguments() {
        List<Argument> all = new ArrayList<>();
        if (cursor.atEnd()) return all;
        do all.add(argument()); while (cursor.skip(","));
        cursor.expectEnd();
        return all;
    }

    /** A word of the language, which can't name a symbol: operands may begin with it. @param word in lower case */
    static boolean reserved(String word) { return SIZES.containsKey(word) || WORDS.contains(word) || RegisterNames.isRegister(word); }

    /** The words before an operand. */
    private static final class Words {
        int size;
        boolean far;
        Reach reach = Reach.ANY;
    }

    private Argument argument() {
        var first = cursor.peek();
        var words = words();
        var token = cursor.peek();
        boolean target = !token.is("[") && register(token) == null;
        if (words.reach == Reach.SHORT && !target) throw first.place().error("'short' goes with the target of a jump, not with a register or memory");
        if (token.is("[")) return AddressParser.read(cursor, labels, codeWidth, -1).sized(words.size, words.far, first.place());
        var register = register(token);
        if (register != null && register.kind() == SEGMENT && cursor.second().is(":")) return segmented(register, words, first.place());
        if (register != null) return register(register, words, first);
        return number(words, first);
    }

    private Words words() {
        var words = new Words();
        while (true) {
            String word = cursor.keyword();
            if (SIZES.containsKey(word)) words.size = SIZES.get(word);
            else if (word.equals("far")) words.far = true;
            else if (word.equals("short")) words.reach = Reach.SHORT;
            else if (word.equals("near")) words.reach = Reach.NEAR;
            else if (!word.equals("ptr")) return words;
            cursor.next();
        }
    }

    private static Register register(Token token) { return token.type() == Type.WORD ? RegisterNames.of(token.text()) : null; }

    private Memory segmented(Register segment, Words words, Place from) {
        cursor.next();
        cursor.next();
        var address = cursor.peek().is("[") ? AddressParser.read(cursor, labels, codeWidth, segment.number())
                : AddressParser.bare(cursor, expressions, segment.number());
        return address.sized(words.size, words.far, from);
    }

    private Argument register(Register register, Words words, Token first) {
        var token = cursor.next();
        Register named = register.kind() == ST && register.name().equals("st") && cursor.skip("(") ? stackRegister(token) : register;
        if (codeWidth != 64 && named.only64()) throw token.place().error(named.name() + " is a register of 64-bit code; this is " + codeWidth + "-bit code");
        if (words.size != 0 && words.size != named.width()) throw first.place().error("'" + first.text() + "' does not go with the register " + named.name());
        return new Reg(named, first.place());
    }

    private Register stackRegister(Token st) {
        var number = cursor.next();
        if (number.type() != Type.NUMBER || number.value() < 0 || number.value() > 7) throw number.place().error("x87 registers are st(0) to st(7)");
        cursor.expect(")", "that closes " + st.text() + "(");
        return RegisterNames.of("st" + number.value());
    }

    private Argument number(Words words, Token first) {
        int from = cursor.position();
        var value = expressions.expression();
        if (!cursor.skip(":")) {
            if (words.far) throw first.place().error("a far pointer is written far [address] or selector:offset");
            return new Immediate(words.size, words.reach, value, cursor.text(from), first.place());
        }
        return far(words.size, value, from, first.place());
    }

    private Far far(int size, Expression selector, int from, Place place) {
        var offset = expressions.expression();
        return new Far(size, selector, offset, cursor.text(from), place);
    }
}
