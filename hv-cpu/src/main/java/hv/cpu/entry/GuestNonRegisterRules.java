package hv.cpu.entry;

import static hv.api.x86.Interruptibility.*;
import static hv.api.x86.VmcsField.*;

import hv.api.x86.AccessRights;
import hv.api.x86.ActivityState;
import hv.api.x86.DebugCtl;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;
import hv.api.x86.PendingDebugExceptions;
import hv.api.x86.PinBasedControls;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmxBasic;
import hv.api.x86.VmxMisc;
import hv.cpu.entry.EntryRule.Outcome;

/**
 * The requirements of VM entry on the guest's activity, interruptibility, pending debug exceptions and link pointer.
 *
 * @sdm 3C chapter 27 "Checks on Guest Non-Register State"
 */
final class GuestNonRegisterRules extends RuleTable {
    private static final long NO_LINK = -1;
    private static final long PENDING_RESERVED = ~(long) PendingDebugExceptions.ALL,
            WITH_RTM_CLEAR = ~(long) (PendingDebugExceptions.ENABLED_BREAKPOINT | PendingDebugExceptions.RTM);

    GuestNonRegisterRules() {
        super("GUEST-NRS", "Checks on Guest Non-Register State", Outcome.INVALID_GUEST);
        activity();
        interruptibility();
        injectionBlocked();
        pendingDebug();
        linkPointer();
    }

    private static boolean blocking(EntryView v, int kind) { return has(v, GUEST_INTERRUPTIBILITY_STATE, kind); }
    private static boolean stiOrMovSs(EntryView v) { return blocking(v, BLOCKING_BY_STI_OR_MOV_SS); }
    private static long activity(EntryView v) { return get(v, GUEST_ACTIVITY_STATE); }

    private static boolean offers(EntryView v, long activity) { return (cap(v).misc & VmxMisc.ACTIVITY_HLT << activity - ActivityState.HLT) != 0; }

    private void activity() {
        rule(1, "GUEST_ACTIVITY_STATE must be 0 to 3", v -> activity(v) <= ActivityState.WAIT_FOR_SIPI, GUEST_ACTIVITY_STATE);
        rule(2, "GUEST_ACTIVITY_STATE must be one that IA32_VMX_MISC[8:6] offers",
                v -> activity(v) == ActivityState.ACTIVE || activity(v) > ActivityState.WAIT_FOR_SIPI || offers(v, activity(v)), GUEST_ACTIVITY_STATE);
        rule(3, "a guest with SS.DPL other than 0 must not be in HLT",
                v -> activity(v) != ActivityState.HLT || !has(v, GUEST_SS_ACCESS_RIGHTS, AccessRights.DPL), GUEST_ACTIVITY_STATE, GUEST_SS_ACCESS_RIGHTS);
        rule(4, "with blocking by STI or MOV SS the guest must be active", v -> !stiOrMovSs(v) || activity(v) == ActivityState.ACTIVE,
                GUEST_ACTIVITY_STATE, GUEST_INTERRUPTIBILITY_STATE);
        injectedWhile(5, ActivityState.HLT, "an event injected into a guest in HLT must be an interrupt, an NMI, #DB, #MC or a pending MTF",
                GuestNonRegisterRules::wakesHlt);
        injectedWhile(6, ActivityState.SHUTDOWN, "an event injected into a guest in shutdown must be an NMI or #MC",
                e -> e.type() == EventType.NMI || machineCheck(e));
        injectedWhile(7, ActivityState.WAIT_FOR_SIPI, "no event must be injected into a guest that waits for a SIPI", e -> false);
    }

    @FunctionalInterface
    private interface EventTest {
        boolean test(InjectedEvent event);
    }

    private void injectedWhile(int number, int state, String requirement, EventTest allowed) {
        rule(number, requirement, v -> {
            var event = InjectedEvent.of(v);
            return activity(v) != state || !event.valid() || allowed.test(event);
        }, GUEST_ACTIVITY_STATE, VM_ENTRY_INTERRUPTION_INFORMATION);
    }

    private static boolean wakesHlt(InjectedEvent e) {
        return switch (e.type()) {
            case EventType.EXTERNAL_INTERRUPT, EventType.NMI -> true;
            case EventType.HARDWARE_EXCEPTION -> e.vector() == ExceptionVector.DB || e.vector() == ExceptionVector.MC;
            case EventType.OTHER_EVENT -> e.vector() == 0;
            default -> false;
        };
    }

    private static boolean machineCheck(InjectedEvent e) { return e.exception() && e.vector() == ExceptionVector.MC; }

    private void interruptibility() {
        rule(9, "bits 31:5 of GUEST_INTERRUPTIBILITY_STATE must be 0",
                v -> get(v, GUEST_INTERRUPTIBILITY_STATE) >>> 5 == 0, GUEST_INTERRUPTIBILITY_STATE);
        rule(10, "there must not be blocking by both STI and MOV SS", v -> !blocking(v, BLOCKING_BY_STI) || !blocking(v, BLOCKING_BY_MOV_SS),
                GUEST_INTERRUPTIBILITY_STATE);
        rule(11, "blocking by STI needs RFLAGS.IF = 1", v -> !blocking(v, BLOCKING_BY_STI) || has(v, GUEST_RFLAGS, Rflags.IF),
                GUEST_INTERRUPTIBILITY_STATE, GUEST_RFLAGS);
        rule(16, "outside SMM there must be no blocking by SMI", v -> !blocking(v, BLOCKING_BY_SMI), GUEST_INTERRUPTIBILITY_STATE);
        rule(19, "an enclave interruption needs SGX, and no blocking by MOV SS",
                v -> !blocking(v, ENCLAVE_INTERRUPTION) || cap(v).sgx && !blocking(v, BLOCKING_BY_MOV_SS), GUEST_INTERRUPTIBILITY_STATE);
    }

    private void injectionBlocked() {
        blocked(12, "an external interrupt", EventType.EXTERNAL_INTERRUPT, BLOCKING_BY_STI, "STI", Outcome.INVALID_GUEST);
        blocked(13, "an external interrupt", EventType.EXTERNAL_INTERRUPT, BLOCKING_BY_MOV_SS, "MOV SS", Outcome.INVALID_GUEST);
        blocked(14, "an NMI", EventType.NMI, BLOCKING_BY_MOV_SS, "MOV SS", Outcome.INVALID_GUEST);
        blocked(15, "an NMI", EventType.NMI, BLOCKING_BY_STI, "STI", Outcome.NMI_WITH_STI_BLOCKING);
        rule(18, "with virtual NMIs an NMI must not be injected while NMIs are blocked",
                v -> !pin(v, PinBasedControls.VIRTUAL_NMIS) || !InjectedEvent.of(v).is(EventType.NMI) || !blocking(v, BLOCKING_BY_NMI),
                GUEST_INTERRUPTIBILITY_STATE, VM_ENTRY_INTERRUPTION_INFORMATION);
    }

    private void blocked(int number, String what, int type, int blocking, String by, Outcome outcome) {
        rule(number, what + " must not be injected with blocking by " + by, v -> !InjectedEvent.of(v).is(type) || !blocking(v, blocking), outcome,
                GUEST_INTERRUPTIBILITY_STATE, VM_ENTRY_INTERRUPTION_INFORMATION);
    }

    private void pendingDebug() {
        rule(20, "reserved bits of GUEST_PENDING_DEBUG_EXCEPTIONS must be 0",
                v -> (get(v, GUEST_PENDING_DEBUG_EXCEPTIONS) & PENDING_RESERVED) == 0, GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(21, "held back while RFLAGS.TF is 1 and BTF is 0, the pending debug exceptions must hold BS",
                v -> !heldBack(v) || !singleStep(v) || has(v, GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebugExceptions.BS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_RFLAGS, GUEST_IA32_DEBUGCTL, GUEST_INTERRUPTIBILITY_STATE, GUEST_ACTIVITY_STATE);
        rule(22, "held back while RFLAGS.TF is 0 or BTF is 1, the pending debug exceptions must not hold BS",
                v -> !heldBack(v) || singleStep(v) || !has(v, GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebugExceptions.BS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_RFLAGS, GUEST_IA32_DEBUGCTL, GUEST_INTERRUPTIBILITY_STATE, GUEST_ACTIVITY_STATE);
        rule(23, "a pending debug exception with RTM must have bit 12 and no other",
                v -> !rtm(v) || (get(v, GUEST_PENDING_DEBUG_EXCEPTIONS) & WITH_RTM_CLEAR) == 0
                        && has(v, GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebugExceptions.ENABLED_BREAKPOINT),
                GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(24, "a pending debug exception with RTM needs a processor with RTM", v -> !rtm(v) || cap(v).rtm, GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(25, "a pending debug exception with RTM excludes blocking by MOV SS", v -> !rtm(v) || !blocking(v, BLOCKING_BY_MOV_SS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_INTERRUPTIBILITY_STATE);
    }

    private static boolean heldBack(EntryView v) { return stiOrMovSs(v) || activity(v) == ActivityState.HLT; }
    private static boolean singleStep(EntryView v) { return has(v, GUEST_RFLAGS, Rflags.TF) && !has(v, GUEST_IA32_DEBUGCTL, DebugCtl.BTF); }
    private static boolean rtm(EntryView v) { return has(v, GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebugExceptions.RTM); }

    private void linkPointer() {
        link(26, "be 4-KByte aligned", v -> low(v, VMCS_LINK_POINTER, 12) == 0);
        link(27, "keep to the physical-address width", v -> fits(v, VMCS_LINK_POINTER));
        link(28, "refer to a region with the VMCS revision identifier", v -> (linked(v) & VmxBasic.REVISION) == cap(v).revision());
        link(29, "refer to a shadow VMCS exactly where VMCSs are shadowed", v -> linked(v) < 0 == secondary(v, SecondaryControls.VMCS_SHADOWING));
        link(30, "not be the current VMCS", v -> get(v, VMCS_LINK_POINTER) != v.pointer());
    }

    private void link(int number, String must, EntryRule.Check check) {
        rule(number, "VMCS_LINK_POINTER, if there is one, must " + must, FieldGroup.MEMORY.mask, v -> get(v, VMCS_LINK_POINTER) == NO_LINK || check.holds(v),
                Outcome.INVALID_LINK, VMCS_LINK_POINTER);
    }

    private static int linked(EntryView v) { return (int) v.memory(get(v, VMCS_LINK_POINTER), 4); }
}
