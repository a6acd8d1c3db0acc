package hv.core.image;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.Gpr;
import hv.api.x86.Rflags;
import hv.core.config.StartState;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import java.util.EnumMap;
import java.util.Map;

/**
 * The registers before an image's first instruction: flat segments, LDTR unusable, TR a busy TSS at 0 as VM entry demands, interrupts off, general
 * registers zero unless the image's protocol says otherwise.
 *
 * @sdm 3C chapter 28 "Checks on Guest Segment Registers"
 */
final class StartStates {
    private static final int CODE_SELECTOR = 8, DATA_SELECTOR = 16;

    /** The selectors of the Linux boot protocol. */
    static final int LINUX_CODE = 0x10, LINUX_DATA = 0x18;

    /**
     * For real-address mode: the largest offset in a segment, the limit of the interrupt vector table, and the first address that no entry can have.
     */
    private static final long OFFSET = 0xFFFF, VECTOR_TABLE = 0x3FF, REAL_END = 0x10_0000;

    private StartStates() {}

    /** Whether the first instruction may have this address. */
    static boolean reaches(Mode mode, long entry) { return mode != Mode.REAL || entry < REAL_END; }

    /**
     * The state for a mode.
     *
     * @param entry      linear address of the first instruction
     * @param pageTables the value for CR3, for 64-bit mode
     */
    static StartState of(Mode mode, long entry, Map<Gpr, Long> general, long pageTables) {
        if (mode == Mode.REAL) return real(entry, general);
        return new StartState(entry, Rflags.FIXED, all(general), system(mode, pageTables), segments(mode, CODE_SELECTOR, DATA_SELECTOR));
    }

    /**
     * The state in which firmware starts a boot sector: CS has the base from which the first instruction has the greatest offset, the other segments
     * have base 0.
     */
    private static StartState real(long entry, Map<Gpr, Long> general) {
        Map<SegmentName, SegmentState> segments = segments(Mode.REAL, 0, 0);
        int base = (int) (entry & ~OFFSET);
        segments.put(SegmentName.CS, new SegmentState(base >>> 4, base, (int) OFFSET, AccessRights.CODE_16));
        Map<SystemRegister, Long> system = Map.of(SystemRegister.CR0, Cr0.ET, SystemRegister.CR3, 0L, SystemRegister.CR4, 0L, SystemRegister.EFER, 0L,
                SystemRegister.IDTR_BASE, 0L, SystemRegister.IDTR_LIMIT, VECTOR_TABLE);
        return new StartState(entry & OFFSET, Rflags.FIXED, all(general), system, segments);
    }

    /**
     * The state for a Linux kernel: like that of {@link #of}, with a descriptor table from which segments can be loaded, which the boot protocol
     * demands.
     */
    static StartState linux(Mode mode, long rip, Map<Gpr, Long> general, long pageTables, long descriptorTable) {
        Map<SystemRegister, Long> system = new EnumMap<>(system(mode, pageTables));
        system.put(SystemRegister.GDTR_BASE, descriptorTable);
        system.put(SystemRegister.GDTR_LIMIT, LINUX_DATA + 7L);
        return new StartState(rip, Rflags.FIXED, all(general), system, segments(mode, LINUX_CODE, LINUX_DATA));
    }

    /** All general registers, zero unless given; also RDX, which holds the processor's signature after RESET. */
    private static Map<Gpr, Long> all(Map<Gpr, Long> general) {
        Map<Gpr, Long> values = new EnumMap<>(Gpr.class);
        for (var register : Gpr.values()) values.put(register, general.getOrDefault(register, 0L));
        return values;
    }

    private static Map<SystemRegister, Long> system(Mode mode, long pageTables) {
        boolean longMode = mode == Mode.LONG_64;
        return Map.of(SystemRegister.CR0, Cr0.PE | Cr0.ET | Cr0.NE | (longMode ? Cr0.PG : 0),
                SystemRegister.CR3, pageTables,
                SystemRegister.CR4, longMode ? Cr4.PAE : 0,
                SystemRegister.EFER, longMode ? Efer.LME | Efer.LMA : 0);
    }

    private static Map<SegmentName, SegmentState> segments(Mode mode, int code, int data) {
        boolean small = mode == Mode.REAL || mode == Mode.PROTECTED_16;
        int limit = small ? 0xFFFF : -1;
        Map<SegmentName, SegmentState> segments = new EnumMap<>(SegmentName.class);
        for (var name : SegmentName.values()) segments.put(name, new SegmentState(data, 0, limit, small ? AccessRights.DATA_16 : AccessRights.DATA_32));
        segments.put(SegmentName.CS, new SegmentState(code, 0, limit, switch (mode) {
            case REAL, PROTECTED_16 -> AccessRights.CODE_16;
            case PROTECTED_32 -> AccessRights.CODE_32;
            case LONG_64 -> AccessRights.CODE_64;
        }));
        segments.put(SegmentName.LDTR, new SegmentState(0, 0, 0, AccessRights.UNUSABLE));
        segments.put(SegmentName.TR, new SegmentState(0, 0, 0x67, AccessRights.BUSY_TSS));
        return segments;
    }
}
