package hv.cpu.assembler;

/**
 * The value of an expression in a pass.
 *
 * @param number    0 where it is not known yet
 * @param addresses how many addresses are in the sum: 1 for an address, 0 for a number or the difference of two addresses
 * @param known     false where it depends on a symbol that this pass has not come to
 */
record Value(long number, int addresses, boolean known) {
    static final Value UNKNOWN = new Value(0, 0, false);

    static Value number(long number) { return new Value(number, 0, true); }

    static Value address(long number) { return new Value(number, 1, true); }

    /** Small negative numbers have a sign; great ones are rather addresses. */
    @Override public String toString() {
        return number < 0 && number > Integer.MIN_VALUE ? "-0x" + Long.toHexString(-number) : "0x" + Long.toHexString(number);
    }
}
