package hv.handlers.cpuid;

/** The input of CPUID: EAX, and ECX for the leaves that look at it; for others the subleaf is 0. */
record Leaf(int leaf, int subleaf) {
    static Leaf of(int leaf, int subleaf) { return new Leaf(leaf, hasSubleaves(leaf) ? subleaf : 0); }

    private static boolean hasSubleaves(int leaf) {
        return switch (leaf) {
            case 4, 7, 0xB, 0xD, 0xF, 0x10, 0x12, 0x14, 0x17, 0x18, 0x1B, 0x1D, 0x1E, 0x1F, 0x20, 0x23, 0x24, 0x8000_001D -> true;
            default -> false;
        };
    }

    @Override public String toString() {
        return hasSubleaves(leaf) ? "%XH.%d".formatted(leaf, subleaf) : "%XH".formatted(leaf);
    }
}
