package hv.cpu.entry;

import hv.api.x86.VmcsField;

/**
 * Groups of the inputs of VM entry: fields that are checked and loaded together, and inputs that are no fields. An entry checks only rules whose
 * groups may have changed since the last entry with the same VMCS.
 */
public enum FieldGroup {
    /** The five words of VM-execution, VM-exit and VM-entry controls. */
    CONTROL_WORDS,
    /** Control fields with requirements of their own: addresses, counts, EPTP, VPID. */
    CONTROL_DATA,
    /** Control fields without requirements: masks, shadows, exception bitmap, TSC offset. */
    CONTROL_FREE,
    /** The event to inject. */
    EVENT,
    HOST,
    RIP,
    RFLAGS,
    /** Activity, interruptibility, pending debug exceptions, link pointer. */
    NON_REGISTER,
    /** Control registers, debug registers and MSRs. */
    REGISTERS,
    /** Segment and descriptor-table registers. */
    SEGMENTS,
    PDPTES,
    /** Fields that no rule looks at: RSP, timer value, exit information. */
    FREE,
    /** The processor's mode when it makes the entry; not a field. */
    MODE,
    /** Bytes in memory that fields point to; not a field. */
    MEMORY;

    public static final int ALL = (1 << values().length) - 1;
    /** All control fields. */
    public static final int CONTROLS = CONTROL_WORDS.mask | CONTROL_DATA.mask | CONTROL_FREE.mask;

    private static final FieldGroup[] OF = new FieldGroup[VmcsField.values().length];
    static {
        for (var field : VmcsField.values()) OF[field.ordinal()] = group(field);
    }

    public final int mask = 1 << ordinal();

    public static FieldGroup of(VmcsField field) { return OF[field.ordinal()]; }

    private static FieldGroup group(VmcsField field) {
        return switch (field) {
            case VM_ENTRY_INTERRUPTION_INFORMATION, VM_ENTRY_EXCEPTION_ERROR_CODE, VM_ENTRY_INSTRUCTION_LENGTH -> EVENT;
            case GUEST_RIP -> RIP;
            case GUEST_RFLAGS -> RFLAGS;
            case GUEST_RSP, VMX_PREEMPTION_TIMER_VALUE -> FREE;
            case GUEST_ACTIVITY_STATE, GUEST_INTERRUPTIBILITY_STATE, GUEST_PENDING_DEBUG_EXCEPTIONS, VMCS_LINK_POINTER -> NON_REGISTER;
            case GUEST_PDPTE0, GUEST_PDPTE1, GUEST_PDPTE2, GUEST_PDPTE3 -> PDPTES;
            default -> switch (field.area()) {
                case CONTROL -> control(field);
                case READ_ONLY -> FREE;
                case HOST_STATE -> HOST;
                case GUEST_STATE -> isSegment(field.name()) ? SEGMENTS : REGISTERS;
            };
        };
    }

    private static FieldGroup control(VmcsField field) {
        return switch (field) {
            case PIN_BASED_VM_EXECUTION_CONTROLS, PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS,
                 PRIMARY_VM_EXIT_CONTROLS, VM_ENTRY_CONTROLS -> CONTROL_WORDS;
            case EXCEPTION_BITMAP, PAGE_FAULT_ERROR_CODE_MASK, PAGE_FAULT_ERROR_CODE_MATCH, CR0_GUEST_HOST_MASK, CR4_GUEST_HOST_MASK, CR0_READ_SHADOW,
                 CR4_READ_SHADOW, CR3_TARGET_VALUE_0, CR3_TARGET_VALUE_1, CR3_TARGET_VALUE_2, CR3_TARGET_VALUE_3, TSC_OFFSET, EOI_EXIT_BITMAP_0,
                 EOI_EXIT_BITMAP_1, EOI_EXIT_BITMAP_2, EOI_EXIT_BITMAP_3, XSS_EXITING_BITMAP, PLE_GAP, PLE_WINDOW -> CONTROL_FREE;
            default -> CONTROL_DATA;
        };
    }

    private static boolean isSegment(String name) {
        return name.matches("GUEST_([C-G]S|SS|ES|LDTR|TR|GDTR|IDTR)_(SELECTOR|BASE|LIMIT|ACCESS_RIGHTS)");
    }
}
