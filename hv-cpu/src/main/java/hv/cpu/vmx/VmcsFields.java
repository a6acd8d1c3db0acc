package hv.cpu.vmx;

import static hv.cpu.state.VmxCapabilities.mayBeOne;

import hv.api.x86.VmcsField;
import hv.cpu.state.VmxCapabilities;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which fields a processor has: those that a control it offers needs, and those that every processor has.
 *
 * @sdm 3D appendix B "Field Encoding in VMCS", notes of its tables
 */
final class VmcsFields {
    private static final Predicate<VmxCapabilities> NEVER = c -> false;
    private static final Map<VmcsField, Predicate<VmxCapabilities>> EXISTS_WHEN = new EnumMap<>(VmcsField.class);
    /** Bits 14:13, 11:10 and 6:1 of an encoding; no field has an index above 63. */
    private static final VmcsField[] BY_KEY = new VmcsField[1024];

    static {
        for (var field : VmcsField.values()) BY_KEY[key(field.encoding())] = field;
        pinAndPrimary();
        secondary();
        exitAndEntry();
        never();
    }

    private VmcsFields() {}

    /** The field a VMREAD or VMWRITE names by a full-access or high-access encoding, or null if this processor has none. */
    static VmcsField find(VmxCapabilities capabilities, long encoding) {
        if ((encoding & ~0x6C7FL) != 0) return null;
        var field = BY_KEY[key((int) encoding)];
        if (field == null || (encoding & 1) != 0 && field.width() != VmcsField.Width.BITS_64) return null;
        return exists(capabilities, field) ? field : null;
    }

    static boolean exists(VmxCapabilities capabilities, VmcsField field) {
        if (capabilities.fields == null) capabilities.fields = table(capabilities);
        return capabilities.fields[field.ordinal()];
    }

    private static boolean[] table(VmxCapabilities capabilities) {
        var table = new boolean[VmcsField.values().length];
        for (var field : VmcsField.values()) {
            var condition = EXISTS_WHEN.get(field);
            table[field.ordinal()] = condition == null || condition.test(capabilities);
        }
        return table;
    }

    private static int key(int encoding) { return encoding >>> 5 & 0x300 | encoding >>> 4 & 0xC0 | encoding >>> 1 & 0x3F; }

    private static void when(Predicate<VmxCapabilities> condition, String... names) {
        for (var name : names) EXISTS_WHEN.put(VmcsField.valueOf(name), condition);
    }

    private static void pinAndPrimary() {
        when(c -> mayBeOne(c.pin, 1 << 7), "POSTED_INTERRUPT_NOTIFICATION_VECTOR", "POSTED_INTERRUPT_DESCRIPTOR_ADDRESS");
        when(c -> mayBeOne(c.pin, 1 << 6), "VMX_PREEMPTION_TIMER_VALUE");
        when(c -> mayBeOne(c.primary, 1 << 17), "TERTIARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS");
        when(c -> mayBeOne(c.primary, 1 << 21), "VIRTUAL_APIC_ADDRESS", "TPR_THRESHOLD");
        when(c -> mayBeOne(c.primary, 1 << 28), "MSR_BITMAPS_ADDRESS");
        when(c -> mayBeOne(c.primary, 1 << 31), "SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS");
    }

    private static void secondary() {
        secondary(0, "APIC_ACCESS_ADDRESS");
        secondary(1, "EPT_POINTER", "GUEST_PHYSICAL_ADDRESS", "GUEST_PDPTE0", "GUEST_PDPTE1", "GUEST_PDPTE2", "GUEST_PDPTE3");
        secondary(5, "VIRTUAL_PROCESSOR_IDENTIFIER");
        secondary(9, "GUEST_INTERRUPT_STATUS", "EOI_EXIT_BITMAP_0", "EOI_EXIT_BITMAP_1", "EOI_EXIT_BITMAP_2", "EOI_EXIT_BITMAP_3");
        secondary(10, "PLE_GAP", "PLE_WINDOW");
        secondary(13, "VM_FUNCTION_CONTROLS");
        when(c -> mayBeOne(c.secondary, 1 << 13) && (c.vmFunctions & 1) != 0, "EPTP_LIST_ADDRESS");
        secondary(14, "VMREAD_BITMAP_ADDRESS", "VMWRITE_BITMAP_ADDRESS");
        secondary(15, "ENCLS_EXITING_BITMAP");
        secondary(17, "PML_INDEX", "PML_ADDRESS");
        secondary(18, "EPTP_INDEX", "VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS");
        secondary(20, "XSS_EXITING_BITMAP");
        secondary(21, "LOW_PASID_DIRECTORY_ADDRESS", "HIGH_PASID_DIRECTORY_ADDRESS");
        secondary(23, "SUB_PAGE_PERMISSION_TABLE_POINTER");
        secondary(25, "TSC_MULTIPLIER");
        secondary(27, "PCONFIG_EXITING_BITMAP");
        secondary(28, "ENCLV_EXITING_BITMAP");
        secondary(31, "INSTRUCTION_TIMEOUT_CONTROL");
    }

    private static void secondary(int bit, String... names) { when(c -> mayBeOne(c.secondary, 1 << bit), names); }

    private static void exitAndEntry() {
        exitOrEntry(0, 1 << 13, "GUEST_IA32_PERF_GLOBAL_CTRL");
        exitOrEntry(1 << 12, 0, "HOST_IA32_PERF_GLOBAL_CTRL");
        exitOrEntry(1 << 18, 1 << 14, "GUEST_IA32_PAT");
        exitOrEntry(1 << 19, 0, "HOST_IA32_PAT");
        exitOrEntry(1 << 20, 1 << 15, "GUEST_IA32_EFER");
        exitOrEntry(1 << 21, 0, "HOST_IA32_EFER");
        exitOrEntry(1 << 23, 1 << 16, "GUEST_IA32_BNDCFGS");
        exitOrEntry(1 << 25, 1 << 18, "GUEST_IA32_RTIT_CTL");
        exitOrEntry(1 << 26, 1 << 21, "GUEST_IA32_LBR_CTL");
        exitOrEntry(1 << 27, 1 << 19, "GUEST_UINV");
        exitOrEntry(0, 1 << 20, "GUEST_IA32_S_CET", "GUEST_SSP", "GUEST_IA32_INTERRUPT_SSP_TABLE_ADDR");
        exitOrEntry(1 << 28, 0, "HOST_IA32_S_CET", "HOST_SSP", "HOST_IA32_INTERRUPT_SSP_TABLE_ADDR");
        exitOrEntry(0, 1 << 22, "GUEST_IA32_PKRS");
        exitOrEntry(1 << 29, 0, "HOST_IA32_PKRS");
        exitOrEntry(0, 1 << 24, "GUEST_IA32_SPEC_CTRL");
        exitOrEntry(1 << 31, 0, "SECONDARY_VM_EXIT_CONTROLS");
    }

    private static void exitOrEntry(int exitBit, int entryBit, String... names) {
        when(c -> mayBeOne(c.exit, exitBit) || mayBeOne(c.entry, entryBit), names);
    }

    /** Fields of tertiary and secondary-exit controls, FRED and SEAM, which no processor here offers. */
    private static void never() {
        for (var field : VmcsField.values()) {
            if (field.name().matches(".*(FRED|HLAT|SEAM|DEADLINE|SPEC_CTRL_MASK|SPEC_CTRL_SHADOW|VIRTUAL_TIMER|PID_POINTER|EVENT_DATA).*")) {
                EXISTS_WHEN.put(field, NEVER);
            }
        }
        when(NEVER, "MSR_DATA", "HOST_IA32_SPEC_CTRL");
    }
}
