package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.VmxState;
import hv.cpu.vmx.EntryRule.Outcome;

/**
 * What VM entry requires of the guest's activity, interruptibility, pending debug exceptions and link pointer.
 *
 * @sdm 3C chapter 27 "Checks on Guest Non-Register State"
 */
final class GuestNonRegisterRules extends RuleTable {
    private static final int ACTIVE = 0, HLT = 1, SHUTDOWN = 2, WAIT_FOR_SIPI = 3;
    private static final int STI = 0, MOV_SS = 1, SMI = 2, NMI = 3, ENCLAVE = 4;
    private static final int RFLAGS_TF = 8, RFLAGS_IF = 9, DEBUGCTL_BTF = 1, PENDING_BS = 14, PENDING_RTM = 16;
    private static final long PENDING_RESERVED = 0xFFFF_FFFF_FFFE_AFF0L, WITH_RTM_CLEAR = 0xFFFF_FFFF_FFFE_EFFFL;
    private static final int DEBUG = 1, MACHINE_CHECK = 18, SHADOWING = 1 << 14;

    GuestNonRegisterRules() {
        super("GUEST-NRS", Outcome.INVALID_GUEST);
        activity();
        interruptibility();
        injectionBlocked();
        pendingDebug();
        linkPointer();
    }

    private static boolean blocking(Cpu c, int bit) { return bit(c, GUEST_INTERRUPTIBILITY_STATE, bit); }
    private static boolean stiOrMovSs(Cpu c) { return blocking(c, STI) || blocking(c, MOV_SS); }
    private static long activity(Cpu c) { return get(c, GUEST_ACTIVITY_STATE); }

    private void activity() {
        rule(1, "GUEST_ACTIVITY_STATE must be 0 to 3", c -> activity(c) <= WAIT_FOR_SIPI, GUEST_ACTIVITY_STATE);
        rule(2, "GUEST_ACTIVITY_STATE must be one that IA32_VMX_MISC[8:6] offers",
                c -> activity(c) == ACTIVE || activity(c) > WAIT_FOR_SIPI || (cap(c).misc >>> 5 + activity(c) & 1) != 0, GUEST_ACTIVITY_STATE);
        rule(3, "a guest with SS.DPL other than 0 must not be in HLT",
                c -> activity(c) != HLT || (get(c, GUEST_SS_ACCESS_RIGHTS) >> 5 & 3) == 0, GUEST_ACTIVITY_STATE, GUEST_SS_ACCESS_RIGHTS);
        rule(4, "with blocking by STI or MOV SS the guest must be active", c -> !stiOrMovSs(c) || activity(c) == ACTIVE,
                GUEST_ACTIVITY_STATE, GUEST_INTERRUPTIBILITY_STATE);
        injectedWhile(5, HLT, "in HLT: interrupt, NMI, #DB, #MC or pending MTF", GuestNonRegisterRules::wakesHlt);
        injectedWhile(6, SHUTDOWN, "in shutdown: NMI or #MC", e -> e.type() == InjectedEvent.NMI || machineCheck(e));
        injectedWhile(7, WAIT_FOR_SIPI, "waiting for SIPI: none", e -> false);
    }

    @FunctionalInterface
    private interface EventTest {
        boolean test(InjectedEvent event);
    }

    private void injectedWhile(int number, int state, String title, EventTest allowed) {
        rule(number, "events that may be injected into a guest " + title, c -> {
            var event = InjectedEvent.of(c);
            return activity(c) != state || !event.valid() || allowed.test(event);
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
                c -> get(c, GUEST_INTERRUPTIBILITY_STATE) >>> 5 == 0, GUEST_INTERRUPTIBILITY_STATE);
        rule(10, "there must not be blocking by both STI and MOV SS", c -> !blocking(c, STI) || !blocking(c, MOV_SS), GUEST_INTERRUPTIBILITY_STATE);
        rule(11, "blocking by STI needs RFLAGS.IF = 1", c -> !blocking(c, STI) || bit(c, GUEST_RFLAGS, RFLAGS_IF),
                GUEST_INTERRUPTIBILITY_STATE, GUEST_RFLAGS);
        rule(16, "outside SMM there must be no blocking by SMI", c -> !blocking(c, SMI), GUEST_INTERRUPTIBILITY_STATE);
        rule(19, "an enclave interruption needs SGX, and no blocking by MOV SS",
                c -> !blocking(c, ENCLAVE) || cap(c).sgx && !blocking(c, MOV_SS), GUEST_INTERRUPTIBILITY_STATE);
    }

    private void injectionBlocked() {
        blocked(12, "an external interrupt", InjectedEvent.EXTERNAL_INTERRUPT, STI, "STI", Outcome.INVALID_GUEST);
        blocked(13, "an external interrupt", InjectedEvent.EXTERNAL_INTERRUPT, MOV_SS, "MOV SS", Outcome.INVALID_GUEST);
        blocked(14, "an NMI", InjectedEvent.NMI, MOV_SS, "MOV SS", Outcome.INVALID_GUEST);
        blocked(15, "an NMI", InjectedEvent.NMI, STI, "STI", Outcome.NMI_WITH_STI_BLOCKING);
        rule(18, "with virtual NMIs an NMI must not be injected while NMIs are blocked",
                c -> !pin(c, Controls.VIRTUAL_NMIS) || !InjectedEvent.of(c).is(InjectedEvent.NMI) || !blocking(c, NMI),
                GUEST_INTERRUPTIBILITY_STATE, VM_ENTRY_INTERRUPTION_INFORMATION);
    }

    private void blocked(int number, String what, int type, int blocking, String by, Outcome outcome) {
        rule(number, what + " must not be injected with blocking by " + by, c -> !InjectedEvent.of(c).is(type) || !blocking(c, blocking), outcome,
                GUEST_INTERRUPTIBILITY_STATE, VM_ENTRY_INTERRUPTION_INFORMATION);
    }

    private void pendingDebug() {
        rule(20, "reserved bits of GUEST_PENDING_DEBUG_EXCEPTIONS must be 0",
                c -> (get(c, GUEST_PENDING_DEBUG_EXCEPTIONS) & PENDING_RESERVED) == 0, GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(21, "held back while RFLAGS.TF is 1 and BTF is 0, the pending debug exceptions must hold BS",
                c -> !heldBack(c) || !singleStep(c) || bit(c, GUEST_PENDING_DEBUG_EXCEPTIONS, PENDING_BS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_RFLAGS, GUEST_IA32_DEBUGCTL);
        rule(22, "held back while RFLAGS.TF is 0 or BTF is 1, the pending debug exceptions must not hold BS",
                c -> !heldBack(c) || singleStep(c) || !bit(c, GUEST_PENDING_DEBUG_EXCEPTIONS, PENDING_BS),
                GUEST_PENDING_DEBUG_EXCEPTIONS, GUEST_RFLAGS, GUEST_IA32_DEBUGCTL);
        rule(23, "a pending debug exception with RTM must have bit 12 and no other",
                c -> !rtm(c) || (get(c, GUEST_PENDING_DEBUG_EXCEPTIONS) & WITH_RTM_CLEAR) == 0 && bit(c, GUEST_PENDING_DEBUG_EXCEPTIONS, 12),
                GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(24, "a pending debug exception with RTM needs a processor with RTM", c -> !rtm(c) || cap(c).rtm, GUEST_PENDING_DEBUG_EXCEPTIONS);
        rule(25, "a pending debug exception with RTM excludes blocking by MOV SS", c -> !rtm(c) || !blocking(c, MOV_SS),
                GUEST_PENDING_DEBUG_EXCEPTIONS);
    }

    private static boolean heldBack(Cpu c) { return stiOrMovSs(c) || activity(c) == HLT; }
    private static boolean singleStep(Cpu c) { return bit(c, GUEST_RFLAGS, RFLAGS_TF) && !bit(c, GUEST_IA32_DEBUGCTL, DEBUGCTL_BTF); }
    private static boolean rtm(Cpu c) { return bit(c, GUEST_PENDING_DEBUG_EXCEPTIONS, PENDING_RTM); }

    private void linkPointer() {
        link(26, "be 4-KByte aligned", c -> low(c, VMCS_LINK_POINTER, 12) == 0);
        link(27, "keep to the physical-address width", c -> fits(c, VMCS_LINK_POINTER));
        link(28, "refer to a region with the VMCS revision identifier", c -> (linked(c) & 0x7FFF_FFFF) == cap(c).revision());
        link(29, "refer to a shadow VMCS exactly where VMCSs are shadowed", c -> linked(c) < 0 == secondary(c, SHADOWING));
        link(30, "not be the current VMCS", c -> get(c, VMCS_LINK_POINTER) != c.vmxState.current);
    }

    private void link(int number, String must, EntryRule.Check check) {
        rule(number, "VMCS_LINK_POINTER, if there is one, must " + must, c -> get(c, VMCS_LINK_POINTER) == VmxState.NONE || check.holds(c),
                Outcome.INVALID_LINK, VMCS_LINK_POINTER);
    }

    private static int linked(Cpu c) { return Vmcs.header(c, get(c, VMCS_LINK_POINTER)); }
}
