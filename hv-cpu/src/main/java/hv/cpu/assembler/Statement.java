package hv.cpu.assembler;

import java.util.List;

/** A line of the program. */
sealed interface Statement {
    Place place();

    void emit(Output out);

    record Label(String name, Place place) implements Statement {
        @Override public void emit(Output out) { out.define(name, Value.address(out.here()), place); }
    }

    record Constant(String name, Expression value, Place place) implements Statement {
        @Override public void emit(Output out) { out.define(name, value.in(out), place); }
    }

    /** @param name in lower case */
    record Instruction(String name, Prefixes prefixes, List<Argument> arguments, int codeWidth, Place place) implements Statement {
        @Override public void emit(Output out) { out.write(Choice.encode(this, out, out.lengthBefore())); }
    }

    /** @param size of each item in bytes */
    record Data(int size, List<Item> items, Place place) implements Statement {
        /** A number or a text. */
        sealed interface Item {}
        record Number(Expression value, String text, Place place) implements Item {}
        record Text(byte[] octets) implements Item {}

        @Override
        public void emit(Output out) {
            for (var item : items) out.write(switch (item) {
                case Text(var octets) -> padded(octets);
                case Number number -> number(number, number.value.in(out));
            });
        }

        private byte[] padded(byte[] octets) { return java.util.Arrays.copyOf(octets, (octets.length + size - 1) / size * size); }

        private byte[] number(Number written, Value value) {
            if (!Octets.hold(value.number(), size)) throw written.place.error(Argument.told(written.text, value) + " does not fit into " + 8 * size + " bits");
            return Octets.of(value.number(), size);
        }
    }

    /** Zeroes. */
    record Reserve(int size, Expression count, Place place) implements Statement {
        @Override public void emit(Output out) { out.fill(out.count(count, size, place), 0); }
    }

    record Align(Expression boundary, Expression filler, Place place) implements Statement {
        @Override
        public void emit(Output out) {
            long to = boundary.in(out).number();
            if (to <= 0 || Long.bitCount(to) != 1) throw place.error("align takes a power of two, not " + to);
            out.fill(out.checked(-out.here() & to - 1, place), (int) filler.in(out).number());
        }
    }

    record Times(Expression count, List<Statement> repeated, Place place) implements Statement {
        @Override
        public void emit(Output out) {
            int n = out.count(count, 1, place);
            for (int i = 0; i < n; i++) out.emit(repeated);
        }
    }
}
