package hv.cpu.memory;

import java.util.Arrays;

/**
 * Cached guest-physical mappings of a few EPT roots: page, frame and rights. They outlive VM exits, and only INVEPT and an EPT violation at the page
 * drop them. A hypervisor that forgets an INVEPT therefore sees the effect.
 */
final class EptCache {
    private static final int ROOTS = 4, SLOTS = 1024;
    private static final long NONE = -1;

    private final long[] roots = new long[ROOTS];
    private final long[][] pages = new long[ROOTS][SLOTS], entries = new long[ROOTS][SLOTS];
    private int oldest;
    private int current;

    EptCache() { clear(); }

    /** @param root bits 51:12 of the EPTP */
    void select(long root) {
        for (int i = 0; i < ROOTS; i++) {
            if (roots[i] == root) {
                current = i;
                return;
            }
        }
        current = oldest;
        oldest = (oldest + 1) % ROOTS;
        empty(current);
        roots[current] = root;
    }

    /** @return the address of the frame, with the rights (bits of {@link Access}) that need no walk; 0 if nothing is cached */
    long find(long gpa) {
        int slot = slot(gpa);
        return pages[current][slot] == gpa >>> 12 ? entries[current][slot] : 0;
    }

    void keep(long gpa, long entry) {
        int slot = slot(gpa);
        pages[current][slot] = gpa >>> 12;
        entries[current][slot] = entry;
    }

    void drop(long gpa) {
        if (pages[current][slot(gpa)] == gpa >>> 12) pages[current][slot(gpa)] = NONE;
    }

    void drop(long root, boolean all) {
        for (int i = 0; i < ROOTS; i++) if (all || roots[i] == root) empty(i);
    }

    private void clear() {
        Arrays.fill(roots, NONE);
        for (int i = 0; i < ROOTS; i++) empty(i);
    }

    private void empty(int context) { Arrays.fill(pages[context], NONE); }

    private static int slot(long gpa) { return (int) (gpa >>> 12) & SLOTS - 1; }
}
