package hv.cpu.apic;

import java.util.Arrays;

/** A set of interrupt vectors, as IRR, ISR and TMR hold it: 256 bits in eight registers. */
final class VectorSet {
    static final int NONE = -1;

    private final long[] words = new long[4];

    boolean has(int vector) { return (words[vector >>> 6] >>> vector & 1) != 0; }
    void add(int vector) { words[vector >>> 6] |= 1L << vector; }
    void remove(int vector) { words[vector >>> 6] &= ~(1L << vector); }
    void put(int vector, boolean in) {
        if (in) add(vector);
        else remove(vector);
    }
    void clear() { Arrays.fill(words, 0); }
    void copyFrom(VectorSet other) { System.arraycopy(other.words, 0, words, 0, words.length); }

    /** The highest vector, or {@link #NONE}. */
    int highest() {
        for (int i = words.length - 1; i >= 0; i--) {
            if (words[i] != 0) return (i << 6) + 63 - Long.numberOfLeadingZeros(words[i]);
        }
        return NONE;
    }

    /** @param index 0 to 7, the register for vectors 32 * index and up; @return 32 bits */
    int register(int index) { return (int) (words[index >>> 1] >>> 32 * (index & 1)); }
}
