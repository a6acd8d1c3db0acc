package hv.handlers.msr;

import static hv.api.x86.MsrIndex.*;
import static hv.handlers.msr.KnownMsr.of;

import hv.api.x86.DebugCtl;
import hv.api.x86.FeatureControl;
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
                of(IA32_TIME_STAMP_COUNTER, FRAMEWORK),
                of(IA32_PLATFORM_ID, LIKE_MACHINE),
                // Locked, with VMX off
                of(IA32_FEATURE_CONTROL, new Home.Value(FeatureControl.LOCK)),
                of(IA32_TSC_ADJUST, FRAMEWORK),
                // Software writes 0 and reads the microcode's revision after CPUID
                of(IA32_BIOS_SIGN_ID, LIKE_MACHINE).kept(ALL),
                of(MSR_PLATFORM_INFO, LIKE_MACHINE),
                of(IA32_MTRRCAP, LIKE_MACHINE),
                of(IA32_SYSENTER_CS, PASSES),
                of(IA32_SYSENTER_ESP, PASSES),
                of(IA32_SYSENTER_EIP, PASSES),
                of(IA32_MCG_CAP, LIKE_MACHINE),
                // RIPV, EIPV, MCIP
                of(IA32_MCG_STATUS, LIKE_MACHINE).writable(7),
                of(IA32_MCG_CTL, LIKE_MACHINE).writable(ALL).valid(value -> value == 0 || value == ALL),
                // Fast strings
                of(IA32_MISC_ENABLE, LIKE_MACHINE).writable(1),
                of(IA32_DEBUGCTL, new Home.Field(VmcsField.GUEST_IA32_DEBUGCTL)).writable(DebugCtl.LBR | DebugCtl.BTF),
                of(IA32_PAT, PASSES),
                // Default type; fixed ranges and all ranges on
                of(IA32_MTRR_DEF_TYPE, LIKE_MACHINE).writable(0xCFF).valid(MEMORY_TYPE),
                // 0 in every virtual machine, for the processor has no supervisor state: nothing to switch
                of(IA32_XSS, PASSES),
                of(IA32_EFER, PASSES),
                of(IA32_STAR, PASSES),
                of(IA32_LSTAR, PASSES),
                of(IA32_CSTAR, PASSES),
                of(IA32_FMASK, PASSES),
                of(IA32_FS_BASE, PASSES),
                of(IA32_GS_BASE, PASSES),
                of(IA32_KERNEL_GS_BASE, PASSES),
                of(IA32_TSC_AUX, PASSES)));
        addMemoryTypeRanges(rows, pages);
        addMachineCheckBanks(rows);
        addLocalApic(rows);
        addPerformanceCounters(rows);
        return rows;
    }

    /** The machine-check banks, as many as the machine has. They never hold an error, so that all registers but the control can only be cleared. */
    private static void addMachineCheckBanks(List<KnownMsr> rows) {
        for (int bank = 0; bank < MOST_BANKS; bank++) {
            int first = IA32_MC0_CTL + 4 * bank;     // control, status, address, miscellaneous
            rows.add(of(first, LIKE_MACHINE).writable(ALL));
            rows.add(of(first + 1, LIKE_MACHINE).writable(ALL).valid(value -> value == 0));
            rows.add(of(first + 2, LIKE_MACHINE).writable(ALL).valid(value -> value == 0));
            rows.add(of(first + 3, LIKE_MACHINE).writable(ALL).valid(value -> value == 0));
        }
    }

    private static void addLocalApic(List<KnownMsr> rows) {
        rows.add(of(IA32_APIC_BASE, FRAMEWORK));
        rows.add(of(IA32_TSC_DEADLINE, FRAMEWORK));
        for (int index = X2APIC_FIRST; index <= X2APIC_LAST; index++) rows.add(of(index, FRAMEWORK));
    }

    /** The performance counters. The guest counts with the processor's own; where the processor has fewer or none, access faults. */
    private static void addPerformanceCounters(List<KnownMsr> rows) {
        for (int i = 0; i < MOST_COUNTERS; i++) {
            rows.add(of(IA32_PMC0 + i, PASSES));
            rows.add(of(IA32_PERFEVTSEL0 + i, PASSES));
        }
        for (int i = 0; i < MOST_FIXED_COUNTERS; i++) rows.add(of(IA32_FIXED_CTR0 + i, PASSES));
        rows.add(of(IA32_FIXED_CTR_CTRL, PASSES));
        rows.add(of(IA32_PERF_GLOBAL_STATUS, PASSES));
        rows.add(of(IA32_PERF_GLOBAL_CTRL, PASSES));
        rows.add(of(IA32_PERF_GLOBAL_OVF_CTRL, PASSES));
    }

    /** The memory-type range registers. They hold what is written and change nothing, because emulated RAM has one memory type. */
    private static void addMemoryTypeRanges(List<KnownMsr> rows, long pages) {
        for (int i = 0; i < VARIABLE_MTRRS; i++) {
            rows.add(of(IA32_MTRR_PHYSBASE0 + 2 * i, LIKE_MACHINE).writable(pages | 0xFF).valid(MEMORY_TYPE));
            rows.add(of(IA32_MTRR_PHYSMASK0 + 2 * i, LIKE_MACHINE).writable(pages | 1 << 11));
        }
        for (int index : FIXED_MTRRS) {
            rows.add(of(index, LIKE_MACHINE).writable(ALL).valid(MEMORY_TYPES));
        }
    }

    /** Whether a value encodes a memory type: UC, WC, WT, WP or WB. */
    private static boolean memoryType(long type) { return type == 0 || type == 1 || type >= 4 && type <= 6; }
}
