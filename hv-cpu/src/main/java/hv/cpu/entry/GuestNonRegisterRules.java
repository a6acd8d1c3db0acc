package hv.cpu.entry;

import static hv.api.x86.VmcsField.*;

import hv.cpu.state.Controls;
import hv.cpu.entry.EntryRule.Outcome;

/**
 * The requirements of VM entry on the guest's activity, interruptibility, pending debug exceptions and link pointer.
 *
 * @sdm 3C chapter 27 "Checks on Guest Non-Register State"
 */
final class GuestNonRegisterRules extends RuleTable {
    private static final long NO_LINK = -1;
    private static final int ACTIVE = 0, HLT = 1, SHUTDOWN = 2, WAIT_FOR_SIPI = 3;
    private static final int STI = 0, MOV_SS = 1, SMI = 2, NMI = 3, ENCLAVE = 4;
    private static final int RFLAGS_TF = 8, RFLAGS_IF = 9, DEBUGCTL_BTF = 1, PENDING_BS = 14, PENDING_RTM = 16;
    private static final long PENDING_RESERVED = 0xFFFF_FFFF_FFFE_AFF0L, WITH_RTM_CLEAR = 0xFFFF_FFFF_FFFE_EFFFL;
    private static final int DEBUG = 1, MACHINE_CHECK = 18, SHADOWING = 1 << 14;

    GuestNonRegisterRules() {
        super("GUEST-NRS", "Checks on Guest Non-Register State", Outcome.INVALID_GUEST);
        activity();
        interruptibility();
        injectionBlocked();
        pendingDebug();
        linkPointer();
    }

    private static boolean blocking(EntryView v, int bit) { return bit(v, GUEST_INTERRUPTIBILITY_STATE, bit); }
    private static boolean stiOrMovSs(EntryView v) { return blocking(v, STI) || blocking(v, MOV_SS); }
    private static long activity(EntryView v) { return get(v, GUEST_ACTIVITY_STATE); }

    private void activity() {
        rule(1, "GUEST_ACTIVITY_STATE must be 0 to 3", v -> activity(v) <= WAIT_FOR_SIPI, GUEST_ACTIVITY_STATE);
        rule(2, "GUEST_ACTIVITY_STATE must be one that IA32_VMX_MISC[8:6] offers",
                v -> activity(v) == ACTIVE || activity(v) > WAIT_FOR_SIPI || (cap(v).misc >>> 5 + activity(v) & 1) != 0, GUEST_ACTIVITY_STATE);
        rule(3, "a guest with SS.DPL other than 0 must not be in HLT",
                v -> activity(v) != HLT || (get(v, GUEST_SS_ACCESS_RIGHTS) >> 5 & 3) == 0, GUEST_ACTIVITY_STATE, GUEST_SS_ACCESS_RIGHTS);
        rule(4, "with blocking by STI or MOV SS the guest must be active", v -> !stiOrMovSs(v) || activity(v) == ACTIVE,
                GUEST_ACTIVITY_STATE, GUEST_INTERRUPTIBILITY_STATE);
        injectedWhile(5, HLT, "an event injected into a guest in HLT must be an interrupt, an NMI, #DB, #MC or a pending MTF",
                GuestNonRegisterRules::wakesHlt);
        injectedWhile(6, SHUTDOWN, "an event injected into a guest in shutdown must be an NMI or #MC",
                e -> e.type() == InjectedEvent.NMI || machineCheck(e));
        injectedWhile(7, WAIT_FOR_SIPI, "no event must be injected into a guest that waits for a SIPI", e -> false);
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
            case InjectedEvent.EXTERNAL_INTERRUPT, InjectedEvent.NMI -> true;
            case InjectedEvent.HARDWARE_EXCEPTION -> e.vector() == DEBUG || e.vector() == MACHINE_CHECK;
            case InjectedEvent.OTHER -> e.vector() == 0;
            default -> false;
        };
    }

    private static boolean machineCheck(InjectedEvent e) { return e.type() == InjectedEvent.HARDWARE_EXCEPTION && e.vector() == MACHINE_CHECK; }

    private void interruptibility() {
        rule(9, "bits 31:5 of GUEST_INTERRUPTIBILITY_STATE must be 0",
                v -> get(v, GUEST_INTERRUPTIBILITY_STATE) >>> 5 == 0, GUEST_INTERRUPTIBILITY_STATE);
        rule(10, "there must not be blocking by both STI and MOV SS", v -> !blocking(v, STI) || !blocking(v, MOV_SS), GUEST_INTERRUPTIBILITY_STATE);
        rule(11, "blocking by STI needs RFLAGS.IF = 1", v -> !blocking(v, STI) || bit(v, GUEST_RFLAGS, RFLAGS_IF),
                GUEST_INTERRUPTIBILITY_STATE, GUEST_RFLAGS);
        rule(16, "outside SMM there must be no blocking by SMI", v -> !blocking(v, SMI), GUEST_INTERRUPTIBILITY_STATE);
        rule(19, "an enclave interruption needs SGX, and no blocking by MOV SS",
                v -> !blocking(v, ENCLAVE) || cap(v).sgx && !blocking(v, MOV_SS), GUEST_INTERRUPTIBILITY_STATE);
    }

    private void injectionBlocked() {
        blocked(12, "an external interrupt", InjectedEvent.EXTERNAL_INTERRUPT, STI, "STI", Outcome.INVALID_GUEST);
        blocked(13, "an external interrupt", InjectedEvent.EXTERNAL_INTERRUPT, MOV_SS, "MOV SS", Outcome.INVALID_GUEST);
        blocked(14, "an NMI", InjectedEvent.NMI, MOV_SS, "MOV SS", Outcome.INVALID_GUEST);
        blocked(15, "an NMI", InjectedEvent.NMI, STI, "STI", Outcome.NMI_WITH_STI_BLOCKING);
        rule(18, "with virtual NMIs an NMI must not be injected while NMIs are blocked",
                v -> !pin(v, Controls.VIRTUAL_NMIS) || !InjectedEvent.of(v).is(InjectedEvent.NMI) || !blocking(v, NMI),
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
                v -> !heldBack(v) || !singleStep(v) || bit(v, GUEST_PENDING_DEBUG_EXCEPTIONS, PENDING_BS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_RFLAGS, GUEST_IA32_DEBUGCTL, GUEST_INTERRUPTIBILITY_STATE, GUEST_ACTIVITY_STATE);
        rule(22, "held back while RFLAGS.TF is 0 or BTF is 1, the pending debug exceptions must not hold BS",
                v -> !heldBack(v) || singleStep(v) || !bit(v, GUEST_PENDING_DEBUG_EXCEPTIONS, PENDING_BS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_RFLAGS, GUEST_IA32_DEBUGCTL, GUEST_INTERRUPTIBILITY_STATE, GUEST_ACTIVITY_STATE);
        rule(23, "a pending debug exception with RTM must have bit 12 and no other",
                v -> !rtm(v) || (get(v, GUEST_PENDING_DEBUG_EXCEPTIONS) & WITH_RTM_CLEAR) == 0 && bit(v, GUEST_PENDING_DEBUG_EXCEPTIONS, 12),
                GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(24, "a pending debug exception with RTM needs a processor with RTM", v -> !rtm(v) || cap(v).rtm, GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(25, "a pending debug exception with RTM excludes blocking by MOV SS", v -> !rtm(v) || !blocking(v, MOV_SS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_INTERRUPTIBILITY_STATE);
    }

    private static boolean heldBack(EntryView v) { return stiOrMovSs(v) || activity(v) == HLT; }
    private static boolean singleStep(EntryView v) { return bit(v, GUEST_RFLAGS, RFLAGS_TF) && !bit(v, GUEST_IA32_DEBUGCTL, DEBUGCTL_BTF); }
    private static boolean rtm(EntryView v) { return bit(v, GUEST_PENDING_DEBUG_EXCEPTIONS, PENDING_RTM); }

    private void linkPointer() {
        link(26, "be 4-KByte aligned", v -> low(v, VMCS_LINK_POINTER, 12) == 0);
        link(27, "keep to the physical-address width", v -> fits(v, VMCS_LINK_POINTER));
        link(28, "refer to a region with the VMCS revision identifier", v -> (linked(v) & 0x7FFF_FFFF) == cap(v).revision());
        link(29, "refer to a shadow VMCS exactly where VMCSs are shadowed", v -> linked(v) < 0 == secondary(v, SHADOWING));
        link(30, "not be the current VMCS", v -> get(v, VMCS_LINK_POINTER) != v.pointer());
    }

    private void link(int number, String must, EntryRule.Check check) {
        rule(number, "VMCS_LINK_POINTER, if there is one, must " + must, FieldGroup.MEMORY.mask, v -> get(v, VMCS_LINK_POINTER) == NO_LINK || check.holds(v),
                Outcome.INVALID_LINK, VMCS_LINK_POINTER);
    }

    private static int linked(EntryView v) { return (int) v.memory(get(v, VMCS_LINK_POINTER), 4); }
}
