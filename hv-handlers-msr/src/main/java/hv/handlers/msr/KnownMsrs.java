package hv.handlers.msr;

import static hv.handlers.msr.KnownMsr.of;

import hv.api.x86.VmcsField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The registers that a guest has; all others fault.
 *
 * @sdm 4 chapter 2 "Model-Specific Registers (MSRs)"
 */
final class KnownMsrs {
    private static final Home PASSES = new Home.Processor(), LIKE_MACHINE = new Home.LikeMachine(), FRAMEWORK = new Home.Framework();
    private static final long ALL = -1;
    private static final int VARIABLE_MTRRS = 10, MOST_BANKS = 32, MOST_COUNTERS = 8, MOST_FIXED_COUNTERS = 3;
    private static final int[] FIXED_MTRRS = {0x250, 0x258, 0x259, 0x268, 0x269, 0x26A, 0x26B, 0x26C, 0x26D, 0x26E, 0x26F};
    private static final LongPredicate MEMORY_TYPES = value -> {
        for (int i = 0; i < 64; i += 8) {
            if (!memoryType(value >>> i & 0xFF)) return false;
        }
        return true;
    };
    private static final LongPredicate MEMORY_TYPE = value -> memoryType(value & 0xFF);

    private KnownMsrs() {}

    /** @param pages bits of a page-aligned physical address, which the processor's physical-address width gives */
    static List<KnownMsr> rows(long pages) {
        var rows = new ArrayList<>(List.of(
                of(0x10, "IA32_TIME_STAMP_COUNTER", FRAMEWORK),
                of(0x17, "IA32_PLATFORM_ID", LIKE_MACHINE),
                // Locked, with VMX off
                of(0x3A, "IA32_FEATURE_CONTROL", new Home.Value(1)),
                of(0x3B, "IA32_TSC_ADJUST", FRAMEWORK),
                // Software writes 0 and reads the microcode's revision after CPUID
                of(0x8B, "IA32_BIOS_SIGN_ID", LIKE_MACHINE).kept(ALL),
                of(0xCE, "MSR_PLATFORM_INFO", LIKE_MACHINE),
                of(0xFE, "IA32_MTRRCAP", LIKE_MACHINE),
                of(0x174, "IA32_SYSENTER_CS", PASSES),
                of(0x175, "IA32_SYSENTER_ESP", PASSES),
                of(0x176, "IA32_SYSENTER_EIP", PASSES),
                of(0x179, "IA32_MCG_CAP", LIKE_MACHINE),
                // RIPV, EIPV, MCIP
                of(0x17A, "IA32_MCG_STATUS", LIKE_MACHINE).writable(7),
                of(0x17B, "IA32_MCG_CTL", LIKE_MACHINE).writable(ALL).valid(value -> value == 0 || value == ALL),
                // Fast strings
                of(0x1A0, "IA32_MISC_ENABLE", LIKE_MACHINE).writable(1),
                // LBR, BTF
                of(0x1D9, "IA32_DEBUGCTL", new Home.Field(VmcsField.GUEST_IA32_DEBUGCTL)).writable(3),
                of(0x277, "IA32_PAT", PASSES),
                // Default type; fixed ranges and all ranges on
                of(0x2FF, "IA32_MTRR_DEF_TYPE", LIKE_MACHINE).writable(0xCFF).valid(MEMORY_TYPE),
                // 0 in every virtual machine, for the processor has no supervisor state: nothing to switch
                of(0xDA0, "IA32_XSS", PASSES),
                of(0xC000_0080, "IA32_EFER", PASSES),
                of(0xC000_0081, "IA32_STAR", PASSES),
                of(0xC000_0082, "IA32_LSTAR", PASSES),
                of(0xC000_0083, "IA32_CSTAR", PASSES),
                of(0xC000_0084, "IA32_FMASK", PASSES),
                of(0xC000_0100, "IA32_FS_BASE", PASSES),
                of(0xC000_0101, "IA32_GS_BASE", PASSES),
                of(0xC000_0102, "IA32_KERNEL_GS_BASE", PASSES),
                of(0xC000_0103, "IA32_TSC_AUX", PASSES)));
        addMemoryTypeRanges(rows, pages);
        addMachineCheckBanks(rows);
        addLocalApic(rows);
        addPerformanceCounters(rows);
        return rows;
    }

    /** The machine-check banks, as many as the machine has. They never hold an error, so that all registers but the control can only be cleared. */
    private static void addMachineCheckBanks(List<KnownMsr> rows) {
        for (int bank = 0; bank < MOST_BANKS; bank++) {
            int first = 0x400 + 4 * bank;
            rows.add(of(first, "IA32_MC%d_CTL".formatted(bank), LIKE_MACHINE).writable(ALL));
            rows.add(of(first + 1, "IA32_MC%d_STATUS".formatted(bank), LIKE_MACHINE).writable(ALL).valid(value -> value == 0));
            rows.add(of(first + 2, "IA32_MC%d_ADDR".formatted(bank), LIKE_MACHINE).writable(ALL).valid(value -> value == 0));
            rows.add(of(first + 3, "IA32_MC%d_MISC".formatted(bank), LIKE_MACHINE).writable(ALL).valid(value -> value == 0));
        }
    }

    private static void addLocalApic(List<KnownMsr> rows) {
        rows.add(of(0x1B, "IA32_APIC_BASE", FRAMEWORK));
        rows.add(of(0x6E0, "IA32_TSC_DEADLINE", FRAMEWORK));
        for (int index = 0x800; index <= 0x8FF; index++) rows.add(of(index, "x2APIC register %02XH".formatted(index & 0xFF), FRAMEWORK));
    }

    /** The performance counters. The guest counts with the processor's own; where the processor has fewer or none, access faults. */
    private static void addPerformanceCounters(List<KnownMsr> rows) {
        for (int i = 0; i < MOST_COUNTERS; i++) {
            rows.add(of(0xC1 + i, "IA32_PMC" + i, PASSES));
            rows.add(of(0x186 + i, "IA32_PERFEVTSEL" + i, PASSES));
        }
        for (int i = 0; i < MOST_FIXED_COUNTERS; i++) rows.add(of(0x309 + i, "IA32_FIXED_CTR" + i, PASSES));
        rows.add(of(0x38D, "IA32_FIXED_CTR_CTRL", PASSES));
        rows.add(of(0x38E, "IA32_PERF_GLOBAL_STATUS", PASSES));
        rows.add(of(0x38F, "IA32_PERF_GLOBAL_CTRL", PASSES));
        rows.add(of(0x390, "IA32_PERF_GLOBAL_OVF_CTRL", PASSES));
    }

    /** The memory-type range registers. They hold what is written and change nothing, because emulated RAM has one memory type. */
    private static void addMemoryTypeRanges(List<KnownMsr> rows, long pages) {
        for (int i = 0; i < VARIABLE_MTRRS; i++) {
            rows.add(of(0x200 + 2 * i, "IA32_MTRR_PHYSBASE" + i, LIKE_MACHINE).writable(pages | 0xFF).valid(MEMORY_TYPE));
            rows.add(of(0x201 + 2 * i, "IA32_MTRR_PHYSMASK" + i, LIKE_MACHINE).writable(pages | 1 << 11));
        }
        for (int index : FIXED_MTRRS) {
            rows.add(of(index, "IA32_MTRR_FIX_%03X".formatted(index), LIKE_MACHINE).writable(ALL).valid(MEMORY_TYPES));
        }
    }

    /** Whether a value encodes a memory type: UC, WC, WT, WP or WB. */
    private static boolean memoryType(long type) { return type == 0 || type == 1 || type >= 4 && type <= 6; }
}
