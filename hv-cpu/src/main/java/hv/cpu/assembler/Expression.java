package hv.cpu.assembler;

/** A number with labels and constants in it, which passes give their values. */
sealed interface Expression {
    Value in(Scope scope);

    record Number(long value) implements Expression {
        @Override public Value in(Scope scope) { return Value.number(value); }
    }

    record Symbol(String name, Place place) implements Expression {
        @Override public Value in(Scope scope) { return scope.value(name, place); }
    }

    /** {@code $}, the address of the statement. */
    record Here() implements Expression {
        @Override public Value in(Scope scope) { return Value.address(scope.here()); }
    }

    /** {@code $$}, the address of the first byte. */
    record Start() implements Expression {
        @Override public Value in(Scope scope) { return Value.address(scope.start()); }
    }

    record Inverted(Expression of) implements Expression {
        @Override public Value in(Scope scope) {
            var value = of.in(scope);
            return new Value(~value.number(), 0, value.known());
        }
    }

    record Binary(String sign, Expression left, Expression right, Place place) implements Expression {
        @Override
        public Value in(Scope scope) {
            Value a = left.in(scope), b = right.in(scope);
            if (!a.known() || !b.known()) return Value.UNKNOWN;
            return new Value(number(a.number(), b.number()), addresses(a.addresses(), b.addresses()), true);
        }

        private long number(long a, long b) {
            return switch (sign) {
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                case "/" -> divided(a, b);
                case "%" -> a - divided(a, b) * b;
                case "<<" -> b > 63 || b < 0 ? 0 : a << b;
                case ">>" -> b > 63 || b < 0 ? 0 : a >>> b;
                case "&" -> a & b;
                case "^" -> a ^ b;
                default -> a | b;
            };
        }

        private long divided(long a, long b) {
            if (b == 0) throw place.error("division by zero");
            return Long.divideUnsigned(a, b);
        }

        private int addresses(int a, int b) { return sign.equals("+") ? a + b : sign.equals("-") ? a - b : 0; }
    }
}
