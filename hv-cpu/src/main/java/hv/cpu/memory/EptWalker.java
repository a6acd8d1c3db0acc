package hv.cpu.memory;

import hv.api.x86.Eptp;
import hv.cpu.platform.Exemption.Frames;
import hv.cpu.state.Controls;

/**
 * From guest-physical to host-physical addresses through the extended page tables of the EPTP in force.
 *
 * @sdm 3C chapter 29 "EPT Translation Mechanism"
 */
final class EptWalker {
    static final long FRAME = 0x000F_FFFF_FFFF_F000L;
    private static final int PRESENT = 7, ACCESSED = 1 << 8, DIRTY = 1 << 9;

    private final Controls controls;
    private final PhysicalMemory memory;
    private final EptFault fault;
    private final int physicalBits;
    private final EptCache cache = new EptCache();
    /** The entries used by the walk under way, and where they lie. */
    private final long[] entries = new long[4], addresses = new long[4];

    /** The accesses to the last translated address that need no further walk, bits of {@link Access}. */
    int rights;

    EptWalker(Controls controls, PhysicalMemory memory, EptFault fault, int physicalBits) {
        this.controls = controls;
        this.memory = memory;
        this.fault = fault;
        this.physicalBits = physicalBits;
    }

    EptCache cache() { return cache; }

    boolean accessedDirty() { return (controls.eptp & Eptp.ACCESSED_DIRTY) != 0; }

    /**
     * @param access bits of {@link Access}
     * @param origin bits of the qualification that describe the kind of access, see {@link EptFault#violation}
     * @return host-physical address; {@link #rights} is set
     */
    long translate(long gpa, int access, int origin, long linear) {
        long exempt = controls.exemption == null ? Frames.AS_EPT_SAYS : controls.exemption.frames().of(gpa & ~0xFFFL, access);
        return exempt == Frames.AS_EPT_SAYS ? asEptSays(gpa, access, origin, linear) : exempted(exempt, gpa);
    }

    /** Nothing of it is kept, so the TLB asks again. */
    private long exempted(long frame, long gpa) {
        rights = 0;
        return frame == Frames.ON_THE_BUS ? gpa | PhysicalMemory.EXEMPT : frame | gpa & 0xFFF;
    }

    private long asEptSays(long gpa, int access, int origin, long linear) {
        cache.select(controls.eptp & FRAME);
        long kept = cache.find(gpa);
        if (kept != 0 && (kept & access) == access) {
            rights = (int) kept & PRESENT;
            return kept & FRAME | gpa & 0xFFF;
        }
        return walk(gpa, access, origin, linear);
    }

    private long walk(long gpa, int access, int origin, long linear) {
        int allowed = PRESENT;
        if (gpa >>> 48 != 0) throw violation(gpa, access, 0, origin, linear);
        long table = controls.eptp & FRAME;
        for (int level = 3, depth = 0; ; level--, depth++) {
            addresses[depth] = table | (gpa >>> 12 + 9 * level & 0x1FF) << 3;
            long entry = entries[depth] = memory.read(addresses[depth], 8);
            if ((entry & PRESENT) == 0) throw violation(gpa, access, 0, origin, linear);
            boolean leaf = EptEntryCheck.leaf(entry, level, controls.eptCapabilities);
            if (EptEntryCheck.broken(entry, level, controls.eptCapabilities, physicalBits) != null) throw fault.misconfiguration(gpa);
            allowed &= (int) entry;
            if (leaf) {
                if ((allowed & access) != access) throw violation(gpa, access, allowed, origin, linear);
                return finish(gpa, access, allowed, level, depth);
            }
            table = entry & FRAME;
        }
    }

    private long finish(long gpa, int access, int allowed, int level, int depth) {
        rights = allowed;
        if (accessedDirty()) {
            for (int i = 0; i <= depth; i++) flag(i, i == depth && (access & Access.WRITE) != 0 ? ACCESSED | DIRTY : ACCESSED);
            if ((entries[depth] & DIRTY) == 0) rights &= ~Access.WRITE;
        }
        long offset = (1L << 12 + 9 * level) - 1;
        long physical = entries[depth] & FRAME & ~offset | gpa & offset;
        cache.keep(gpa, physical & FRAME | rights);
        return physical;
    }

    private void flag(int depth, long flags) {
        if ((entries[depth] & flags) == flags) return;
        entries[depth] |= flags;
        memory.write(addresses[depth], 8, entries[depth]);
    }

    private RuntimeException violation(long gpa, int access, int allowed, int origin, long linear) {
        cache.drop(gpa);
        return fault.violation(access, allowed, origin, linear, gpa);
    }
}
