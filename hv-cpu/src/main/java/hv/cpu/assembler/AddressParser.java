package hv.cpu.assembler;

import hv.cpu.assembler.Argument.Memory;
import hv.cpu.assembler.Argument.Relative;
import hv.cpu.assembler.RegisterNames.Register;
import hv.cpu.assembler.Token.Type;
import hv.cpu.decode.Kind;
import hv.cpu.decode.ModRm;
import java.util.Map;

/** Reads what stands between brackets: registers, one of them scaled, and numbers. */
final class AddressParser {
    private static final int RSP = 4;
    private static final Map<String, Integer> ADDRESS_SIZES = Map.of("word", 2, "dword", 4, "qword", 8);
    private static final String ONLY_64 = "addresses relative to RIP exist in 64-bit code only";

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final int codeWidth;
    private int segment;
    private Relative relative = Relative.NOT;
    private int base = Memory.NONE, index = Memory.NONE, shift, width;
    private Expression displacement;

    private AddressParser(Cursor cursor, ExpressionParser expressions, int codeWidth, int segment) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.codeWidth = codeWidth;
        this.segment = segment;
    }

    /** Reads an address from its opening to its closing bracket. @param segment of an override before it, or -1 */
    static Memory read(Cursor cursor, LabelNames labels, int codeWidth, int segment) {
        return new AddressParser(cursor, new ExpressionParser(cursor, labels), codeWidth, segment).brackets();
    }

    /** An address without registers that follows {@code ds:}. */
    static Memory bare(Cursor cursor, ExpressionParser expressions, int segment) {
        var parser = new AddressParser(cursor, expressions, 0, segment);
        var place = cursor.peek().place();
        int from = cursor.position();
        parser.displacement = expressions.expression();
        return parser.memory(cursor.text(from), place);
    }

    private Memory brackets() {
        var open = cursor.next();
        int from = cursor.position();
        prefixes();
        boolean minus = false;
        do {
            term(minus);
            minus = cursor.peek().is("-");
        } while (cursor.skip("+") || cursor.skip("-"));
        String text = cursor.text(from);
        cursor.expect("]", "that closes the address");
        boolean exchanged = width == 2 && shift == 0 && ModRm.rm16(base, index) < 0 && ModRm.rm16(index, base) >= 0;
        if (exchanged) takeIndexForBase(base, 0);
        return memory("[" + text + "]", open.place());
    }

    private Memory memory(String text, Place place) {
        var offset = displacement == null ? new Expression.Number(0) : displacement;
        return new Memory(0, false, segment, base, index, shift, width, offset, relative, text, place);
    }

    /** Segment, {@code rel}, and the address size of an address without registers. */
    private void prefixes() {
        while (true) {
            var token = cursor.peek();
            if (cursor.skipWord("rel")) relativeToAddress(token);
            else if (ADDRESS_SIZES.containsKey(cursor.keyword())) addressSize(cursor.next());
            else if (register(token) != null && cursor.second().is(":")) segment(cursor.next());
            else return;
        }
    }

    private void relativeToAddress(Token token) {
        if (codeWidth != 64) throw token.place().error(ONLY_64);
        relative = Relative.TO_ADDRESS;
    }

    private void addressSize(Token token) {
        width = ADDRESS_SIZES.get(Cursor.keyword(token));
        boolean exists = codeWidth == 64 ? width != 2 : width != 8;
        if (!exists) throw token.place().error(codeWidth + "-bit code has no " + 8 * width + "-bit addresses");
    }

    private void segment(Token token) {
        var register = register(token);
        if (register.kind() != Kind.SEG) throw token.place().error(register.name() + " is no segment register");
        segment = register.number();
        cursor.next();
    }

    private static Register register(Token token) { return token.type() == Type.WORD ? RegisterNames.of(token.text()) : null; }

    private void term(boolean minus) {
        var token = cursor.peek();
        boolean scaleFirst = token.type() == Type.NUMBER && cursor.second().is("*") && register(cursor.third()) != null;
        if (register(token) != null || RegisterNames.isRegister(token.text()) && token.type() == Type.WORD) registerTerm(minus);
        else if (scaleFirst) {
            var scale = cursor.next();
            cursor.next();
            if (minus) throw token.place().error("a register can't be subtracted in an address");
            add(cursor.next(), scale);
        } else number(minus);
    }

    private void registerTerm(boolean minus) {
        var token = cursor.next();
        if (minus) throw token.place().error("a register can't be subtracted in an address");
        if (RegisterNames.pointerWidth(token.text()) != 0) instructionPointer(token);
        else add(token, cursor.skip("*") ? cursor.next() : null);
    }

    private void instructionPointer(Token token) {
        if (codeWidth != 64) throw token.place().error(ONLY_64);
        relative = Relative.BY_DISTANCE;
        width = RegisterNames.pointerWidth(token.text());
    }

    private void number(boolean minus) {
        var place = cursor.peek().place();
        var product = expressions.product();
        if (displacement == null && !minus) displacement = product;
        else displacement = new Expression.Binary(minus ? "-" : "+", displacement == null ? new Expression.Number(0) : displacement, product, place);
    }

    /** @param scale a number, or null */
    private void add(Token token, Token scale) {
        var register = register(token);
        check(register, token);
        int power = scale == null ? 0 : power(scale);
        if (scale == null && base == Memory.NONE) base = register.number();
        else if (index == Memory.NONE) {
            index = register.number();
            shift = power;
        } else if (base == Memory.NONE && power == 0) base = register.number();
        else if (base == Memory.NONE && shift == 0) takeIndexForBase(register.number(), power);
        else throw token.place().error("an address has two registers at most, one of them scaled");
        if (index == RSP && width > 2) exchangeStackPointer(token);
    }

    private void takeIndexForBase(int register, int power) {
        base = index;
        index = register;
        shift = power;
    }

    /** The stack pointer can be a base only. */
    private void exchangeStackPointer(Token token) {
        if (shift != 0 || base == RSP) throw token.place().error("the stack pointer can't be an index: it can't be scaled, nor added twice");
        index = base;
        base = RSP;
    }

    private void check(Register register, Token token) {
        if (register.kind() != Kind.REG || register.width() < 2)
            throw token.place().error("an address is made of general registers of 16, 32 or 64 bits, not of " + register.name());
        if (codeWidth != 64 && register.only64())
            throw token.place().error(register.name() + " is a register of 64-bit code; this is " + codeWidth + "-bit code");
        if (codeWidth == 64 && register.width() == 2)
            throw token.place().error("64-bit code has no 16-bit addresses; " + register.name() + " can't be part of one");
        if (relative != Relative.NOT) throw token.place().error("an address relative to RIP has no other register");
        if (width != 0 && width != register.width())
           
            throw token.place().error("the registers of an address are equally wide; " + register.name() + " has " + 8 * register.width()
                    + " bits, the other " + 8 * width);
        width = register.width();
    }

    private static int power(Token scale) {
        boolean power = scale.type() == Type.NUMBER && Long.bitCount(scale.value()) == 1 && scale.value() <= 8 && scale.value() > 0;
        if (!power) throw scale.place().error("an index is scaled by 1, 2, 4 or 8, not by " + scale.text());
        return Long.numberOfTrailingZeros(scale.value());
    }
}
