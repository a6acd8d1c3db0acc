package hv.cpu.memory;

import hv.api.x86.EptVpidCap;

/**
 * The conditions under which a present EPT entry is a misconfiguration. The walker asks {@link #broken}, and so does the explanation of an EPT
 * misconfiguration.
 *
 * @sdm 3C chapter 29 "EPT Misconfigurations"
 */
public final class EptEntryCheck {
    private static final int PRESENT = 7, LARGE = 1 << 7, IGNORE_PAT = 1 << 6;
    private static final long WRITE_BACK = 6 << 3, TYPE = 7 << 3;

    /** The conditions. */
    public enum Broken {
        WRITE_WITHOUT_READ("bit 1 (write) is 1 and bit 0 (read) is 0"),
        EXECUTE_ONLY("only bit 2 (execute) of bits 2:0 is 1, which IA32_VMX_EPT_VPID_CAP[0] does not offer"),
        MEMORY_TYPE("bits 5:3 hold no memory type (0, 1, 4, 5 and 6 are)"),
        RESERVED("a reserved bit is 1");

        private final String text;
        Broken(String text) { this.text = text; }
        public String text() { return text; }
    }

    private EptEntryCheck() {}

    public static boolean present(long entry) { return (entry & PRESENT) != 0; }

    /** Whether an entry of this level (3 for PML4E … 0 for PTE) maps a page. @param capabilities IA32_VMX_EPT_VPID_CAP */
    public static boolean leaf(long entry, int level, long capabilities) {
        return level == 0 || level < 3 && (entry & LARGE) != 0 && (capabilities & EptVpidCap.PAGE_2M << level - 1) != 0;
    }

    /** @return null if the entry is good */
    public static Broken broken(long entry, int level, long capabilities, int physicalBits) {
        int rights = (int) entry & PRESENT;
        boolean leaf = leaf(entry, level, capabilities);
        if ((rights & 3) == Access.WRITE) return Broken.WRITE_WITHOUT_READ;
        if (rights == Access.FETCH && (capabilities & EptVpidCap.EXECUTE_ONLY) == 0) return Broken.EXECUTE_ONLY;
        if ((entry & reserved(level, leaf, physicalBits)) != 0) return Broken.RESERVED;
        long type = entry >>> 3 & 7;
        return leaf && (type == 2 || type == 3 || type == 7) ? Broken.MEMORY_TYPE : null;
    }

    /** The bits of an entry that must be 0. */
    public static long reserved(int level, boolean leaf, int physicalBits) {
        long beyond = EptWalker.FRAME & -1L << physicalBits;
        long belowPage = leaf && level > 0 ? (1L << 12 + 9 * level) - 0x1000 : 0;
        return beyond | belowPage | (leaf ? 0 : TYPE | IGNORE_PAT | LARGE);
    }

    /** The entry without a misconfiguration that is nearest to a broken one. */
    public static long nearest(long entry, int level, long capabilities, int physicalBits) {
        long value = entry & ~reserved(level, leaf(entry, level, capabilities), physicalBits);
        for (var broken = broken(value, level, capabilities, physicalBits); broken != null; broken = broken(value, level, capabilities, physicalBits)) {
            value = broken == Broken.MEMORY_TYPE ? value & ~TYPE | WRITE_BACK : value | Access.READ;
        }
        return value;
    }
}
