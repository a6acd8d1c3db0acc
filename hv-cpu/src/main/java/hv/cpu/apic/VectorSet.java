package hv.cpu.apic;

/** A set of interrupt vectors: IRR, ISR or TMR, 256 bits in eight registers. */
record VectorSet(ApicPage page, int first) {
    static final int NONE = -1;
    private static final int REGISTERS = 8;

    private int register(int vector) { return first + (vector >>> 5 << 4); }

    boolean has(int vector) { return (page.get(register(vector)) >>> vector & 1) != 0; }
    void put(int vector, boolean in) {
        int at = register(vector), before = page.get(at);
        page.set(at, in ? before | 1 << vector : before & ~(1 << vector));
    }
    void add(int vector) { put(vector, true); }
    void remove(int vector) { put(vector, false); }
    void clear() { for (int i = 0; i < REGISTERS; i++) page.set(first + (i << 4), 0); }

    /** The highest vector; {@link #NONE} if the set is empty. */
    int highest() {
        for (int i = REGISTERS - 1; i >= 0; i--) {
            int bits = page.get(first + (i << 4));
            if (bits != 0) return (i << 5) + 31 - Integer.numberOfLeadingZeros(bits);
        }
        return NONE;
    }

    /** The vectors from 64 * {@code index} on, as 64 bits. */
    long word(int index) { return page.get(first + (index << 5)) & 0xFFFF_FFFFL | (long) page.get(first + (index << 5) + 16) << 32; }
}
