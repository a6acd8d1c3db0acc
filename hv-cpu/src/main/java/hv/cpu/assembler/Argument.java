package hv.cpu.assembler;

import hv.cpu.assembler.RegisterNames.Register;

/** An operand as it is written. */
sealed interface Argument {
    Place place();

    /** The width in bytes that is written or is the register's own; 0 for none. */
    int size();

    /** The operand as written, for errors. */
    String text();

    /** The operand as written, and its value where the text does not show it. */
    static String told(String text, Value value) { return Character.isDigit(text.charAt(0)) ? text : text + " (" + value + ")"; }

    record Reg(Register register, Place place) implements Argument {
        @Override public int size() { return register.width(); }
        @Override public String text() { return register.name(); }
    }

    /**
     * Memory.
     *
     * @param segment  of an override, numbered as in the encoding; or -1
     * @param far      a far pointer lies there; {@code size}, then, is the width of its offset
     * @param base     register number, or {@link #NONE}
     * @param index    likewise
     * @param width    of the registers, in bytes; 0 if there are none
     * @param relative to the next instruction
     */
    record Memory(int size, boolean far, int segment, int base, int index, int shift, int width, Expression displacement, Relative relative, String text,
            Place place) implements Argument {
        /** "No register", as in decoded instructions. */
        static final int NONE = 16;

        boolean absolute() { return base == NONE && index == NONE && relative == Relative.NOT; }

        Memory sized(int bytes, boolean isFar, Place from) {
            return new Memory(bytes, isFar, segment, base, index, shift, width, displacement, relative, text, from);
        }

        Memory in(int override) { return new Memory(size, far, override, base, index, shift, width, displacement, relative, text, place); }
    }

    /** How an address depends on that of the next instruction. */
    enum Relative {
        NOT,
        /** {@code [rel x]}: the address is x. */
        TO_ADDRESS,
        /** {@code [rip+x]}: the address is x bytes behind. */
        BY_DISTANCE
    }

    /** A number, or where a branch goes. */
    record Immediate(int size, Reach reach, Expression value, String text, Place place) implements Argument {}

    /** {@code short} and {@code near}. */
    enum Reach { ANY, SHORT, NEAR }

    /** Selector and offset. */
    record Far(int size, Expression selector, Expression offset, String text, Place place) implements Argument {}
}
