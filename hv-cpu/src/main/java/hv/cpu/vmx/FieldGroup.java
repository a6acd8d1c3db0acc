package hv.cpu.vmx;

import hv.api.x86.VmcsField;

/**
 * Fields that VM entry checks and loads together. An entry looks again only at groups that VMWRITE has touched since the last entry with
 * the same VMCS: what a VM exit saved is good by construction.
 */
enum FieldGroup {
    /** Execution, exit and entry controls. */
    CONTROLS,
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
    /** Nothing depends on them (RSP, timer value, exit information). */
    FREE;

    static final int ALL = (1 << values().length) - 1;

    private static final FieldGroup[] OF = new FieldGroup[VmcsField.values().length];
    static {
        for (var field : VmcsField.values()) OF[field.ordinal()] = group(field);
    }

    final int mask = 1 << ordinal();

    static FieldGroup of(VmcsField field) { return OF[field.ordinal()]; }

    private static FieldGroup group(VmcsField field) {
        return switch (field) {
            case VM_ENTRY_INTERRUPTION_INFORMATION, VM_ENTRY_EXCEPTION_ERROR_CODE, VM_ENTRY_INSTRUCTION_LENGTH -> EVENT;
            case GUEST_RIP -> RIP;
            case GUEST_RFLAGS -> RFLAGS;
            case GUEST_RSP, VMX_PREEMPTION_TIMER_VALUE -> FREE;
            case GUEST_ACTIVITY_STATE, GUEST_INTERRUPTIBILITY_STATE, GUEST_PENDING_DEBUG_EXCEPTIONS, VMCS_LINK_POINTER -> NON_REGISTER;
            case GUEST_PDPTE0, GUEST_PDPTE1, GUEST_PDPTE2, GUEST_PDPTE3 -> PDPTES;
            default -> switch (field.area()) {
                case CONTROL -> CONTROLS;
                case READ_ONLY -> FREE;
                case HOST_STATE -> HOST;
                case GUEST_STATE -> isSegment(field.name()) ? SEGMENTS : REGISTERS;
            };
        };
    }

    private static boolean isSegment(String name) {
        return name.matches("GUEST_([C-G]S|SS|ES|LDTR|TR|GDTR|IDTR)_(SELECTOR|BASE|LIMIT|ACCESS_RIGHTS)");
    }
}
