package hv.cpu.vmx;

import static hv.api.x86.SecondaryControls.*;

import static hv.cpu.state.VmxCapabilities.mayBeOne;

import hv.api.x86.EntryControls;
import hv.api.x86.ExitControls;
import hv.api.x86.PinBasedControls;
import hv.api.x86.PrimaryControls;
import hv.api.x86.VmFunctionControls;
import hv.api.x86.VmcsField;
import hv.cpu.state.VmxCapabilities;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The fields that a processor has: those that one of its controls needs, and those that every processor has.
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

    /** The field of a VMREAD or VMWRITE with this encoding (full-access or high-access); null if this processor has none. */
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
        when(c -> mayBeOne(c.pin, PinBasedControls.PROCESS_POSTED_INTERRUPTS), "POSTED_INTERRUPT_NOTIFICATION_VECTOR", "POSTED_INTERRUPT_DESCRIPTOR_ADDRESS");
        when(c -> mayBeOne(c.pin, PinBasedControls.ACTIVATE_VMX_PREEMPTION_TIMER), "VMX_PREEMPTION_TIMER_VALUE");
        when(c -> mayBeOne(c.primary, PrimaryControls.ACTIVATE_TERTIARY_CONTROLS), "TERTIARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS");
        when(c -> mayBeOne(c.primary, PrimaryControls.USE_TPR_SHADOW), "VIRTUAL_APIC_ADDRESS", "TPR_THRESHOLD");
        when(c -> mayBeOne(c.primary, PrimaryControls.USE_MSR_BITMAPS), "MSR_BITMAPS_ADDRESS");
        when(c -> mayBeOne(c.primary, PrimaryControls.ACTIVATE_SECONDARY_CONTROLS), "SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS");
    }

    private static void secondary() {
        secondary(VIRTUALIZE_APIC_ACCESSES, "APIC_ACCESS_ADDRESS");
        secondary(ENABLE_EPT, "EPT_POINTER", "GUEST_PHYSICAL_ADDRESS", "GUEST_PDPTE0", "GUEST_PDPTE1", "GUEST_PDPTE2", "GUEST_PDPTE3");
        secondary(ENABLE_VPID, "VIRTUAL_PROCESSOR_IDENTIFIER");
        secondary(VIRTUAL_INTERRUPT_DELIVERY, "GUEST_INTERRUPT_STATUS", "EOI_EXIT_BITMAP_0", "EOI_EXIT_BITMAP_1", "EOI_EXIT_BITMAP_2", "EOI_EXIT_BITMAP_3");
        secondary(PAUSE_LOOP_EXITING, "PLE_GAP", "PLE_WINDOW");
        secondary(ENABLE_VM_FUNCTIONS, "VM_FUNCTION_CONTROLS");
        when(c -> mayBeOne(c.secondary, ENABLE_VM_FUNCTIONS) && (c.vmFunctions & VmFunctionControls.EPTP_SWITCHING) != 0, "EPTP_LIST_ADDRESS");
        secondary(VMCS_SHADOWING, "VMREAD_BITMAP_ADDRESS", "VMWRITE_BITMAP_ADDRESS");
        secondary(ENABLE_ENCLS_EXITING, "ENCLS_EXITING_BITMAP");
        secondary(ENABLE_PML, "PML_INDEX", "PML_ADDRESS");
        secondary(EPT_VIOLATION_VE, "EPTP_INDEX", "VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS");
        secondary(ENABLE_XSAVES_XRSTORS, "XSS_EXITING_BITMAP");
        secondary(PASID_TRANSLATION, "LOW_PASID_DIRECTORY_ADDRESS", "HIGH_PASID_DIRECTORY_ADDRESS");
        secondary(SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT, "SUB_PAGE_PERMISSION_TABLE_POINTER");
        secondary(USE_TSC_SCALING, "TSC_MULTIPLIER");
        secondary(ENABLE_PCONFIG, "PCONFIG_EXITING_BITMAP");
        secondary(ENABLE_ENCLV_EXITING, "ENCLV_EXITING_BITMAP");
        secondary(INSTRUCTION_TIMEOUT, "INSTRUCTION_TIMEOUT_CONTROL");
    }

    private static void secondary(int control, String... names) { when(c -> mayBeOne(c.secondary, control), names); }

    private static void exitAndEntry() {
        exitOrEntry(0, EntryControls.LOAD_IA32_PERF_GLOBAL_CTRL, "GUEST_IA32_PERF_GLOBAL_CTRL");
        exitOrEntry(ExitControls.LOAD_IA32_PERF_GLOBAL_CTRL, 0, "HOST_IA32_PERF_GLOBAL_CTRL");
        exitOrEntry(ExitControls.SAVE_IA32_PAT, EntryControls.LOAD_IA32_PAT, "GUEST_IA32_PAT");
        exitOrEntry(ExitControls.LOAD_IA32_PAT, 0, "HOST_IA32_PAT");
        exitOrEntry(ExitControls.SAVE_IA32_EFER, EntryControls.LOAD_IA32_EFER, "GUEST_IA32_EFER");
        exitOrEntry(ExitControls.LOAD_IA32_EFER, 0, "HOST_IA32_EFER");
        exitOrEntry(ExitControls.CLEAR_IA32_BNDCFGS, EntryControls.LOAD_IA32_BNDCFGS, "GUEST_IA32_BNDCFGS");
        exitOrEntry(ExitControls.CLEAR_IA32_RTIT_CTL, EntryControls.LOAD_IA32_RTIT_CTL, "GUEST_IA32_RTIT_CTL");
        exitOrEntry(ExitControls.CLEAR_IA32_LBR_CTL, EntryControls.LOAD_GUEST_IA32_LBR_CTL, "GUEST_IA32_LBR_CTL");
        exitOrEntry(ExitControls.CLEAR_UINV, EntryControls.LOAD_UINV, "GUEST_UINV");
        exitOrEntry(0, EntryControls.LOAD_CET_STATE, "GUEST_IA32_S_CET", "GUEST_SSP", "GUEST_IA32_INTERRUPT_SSP_TABLE_ADDR");
        exitOrEntry(ExitControls.LOAD_CET_STATE, 0, "HOST_IA32_S_CET", "HOST_SSP", "HOST_IA32_INTERRUPT_SSP_TABLE_ADDR");
        exitOrEntry(0, EntryControls.LOAD_PKRS, "GUEST_IA32_PKRS");
        exitOrEntry(ExitControls.LOAD_PKRS, 0, "HOST_IA32_PKRS");
        exitOrEntry(0, EntryControls.LOAD_IA32_SPEC_CTRL, "GUEST_IA32_SPEC_CTRL");
        exitOrEntry(ExitControls.ACTIVATE_SECONDARY_CONTROLS, 0, "SECONDARY_VM_EXIT_CONTROLS");
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
