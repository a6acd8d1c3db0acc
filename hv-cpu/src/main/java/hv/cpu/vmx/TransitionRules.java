package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.vmx.EntryRule.Outcome;
import java.util.List;
import java.util.stream.Stream;

/**
 * What VM entry requires of the VM-exit and VM-entry controls.
 *
 * @sdm 3C chapter 27 "VM-Exit Control Fields" and "VM-Entry Control Fields"
 */
final class TransitionRules {
    private TransitionRules() {}

    static List<EntryRule> all() { return Stream.concat(new Exit().rules().stream(), new Entry().rules().stream()).toList(); }

    /** Rules that both sets of controls have. */
    private static class Transition extends RuleTable {
        Transition(String area) { super(area, Outcome.INVALID_CONTROLS); }

        void msrArea(int number, VmcsField count, VmcsField area) {
            rule(number, "if " + count + " is not 0, bits 3:0 of " + area + " must be 0",
                    c -> get(c, count) == 0 || low(c, area, 4) == 0, count, area);
            rule(number + 1, "if " + count + " is not 0, " + area + " must keep to the physical-address width",
                    c -> get(c, count) == 0 || fits(c, area), count, area);
            rule(number + 2, "if " + count + " is not 0, the last byte of its area must keep to the physical-address width",
                    c -> get(c, count) == 0 || cap(c).fitsPhysical(get(c, area) + 16 * get(c, count) - 1), count, area);
        }
    }

    private static final class Exit extends Transition {
        Exit() {
            super("CTRL-EXIT");
            rule(1, "PRIMARY_VM_EXIT_CONTROLS must have every bit that its capability MSR fixes to 1",
                    c -> (~get(c, PRIMARY_VM_EXIT_CONTROLS) & cap(c).exit & 0xFFFF_FFFFL) == 0);
            rule(2, "PRIMARY_VM_EXIT_CONTROLS must have no bit that its capability MSR fixes to 0",
                    c -> (get(c, PRIMARY_VM_EXIT_CONTROLS) & ~(cap(c).exit >>> 32)) == 0);
            rule(4, "saving the preemption timer's value needs the timer",
                    c -> pin(c, Controls.PREEMPTION_TIMER) || !exit(c, TransitionControls.SAVE_PREEMPTION_TIMER));
            msrArea(5, VM_EXIT_MSR_STORE_COUNT, VM_EXIT_MSR_STORE_ADDRESS);
            msrArea(8, VM_EXIT_MSR_LOAD_COUNT, VM_EXIT_MSR_LOAD_ADDRESS);
        }
    }

    private static final class Entry extends Transition {
        /** Vectors of hardware exceptions that push an error code: 8, 10 to 14 and 17. */
        private static final int WITH_ERROR_CODE = 1 << 8 | 0x7C00 | 1 << 17;

        Entry() {
            super("CTRL-ENTRY");
            rule(1, "VM_ENTRY_CONTROLS must have every bit that its capability MSR fixes to 1",
                    c -> (~get(c, VM_ENTRY_CONTROLS) & cap(c).entry & 0xFFFF_FFFFL) == 0);
            rule(2, "VM_ENTRY_CONTROLS must have no bit that its capability MSR fixes to 0",
                    c -> (get(c, VM_ENTRY_CONTROLS) & ~(cap(c).entry >>> 32)) == 0);
            vector();
            errorCode();
            length();
            msrArea(16, VM_ENTRY_MSR_LOAD_COUNT, VM_ENTRY_MSR_LOAD_ADDRESS);
            rule(19, "outside SMM there must be no entry to SMM", c -> !entry(c, TransitionControls.TO_SMM));
            rule(20, "outside SMM dual-monitor treatment must not be deactivated", c -> !entry(c, TransitionControls.DEACTIVATE_DUAL_MONITOR));
        }

        private void event(int number, String title, Event check, VmcsField... more) {
            var fields = Stream.concat(Stream.of(VM_ENTRY_INTERRUPTION_INFORMATION), Stream.of(more)).toArray(VmcsField[]::new);
            rule(number, "an event to inject " + title, c -> {
                var event = InjectedEvent.of(c);
                return !event.valid() || check.holds(c, event);
            }, fields);
        }

        private void vector() {
            event(3, "must not have the reserved type 1", (c, e) -> e.type() != 1);
            event(4, "must not have type 7 where the monitor trap flag is not offered",
                    (c, e) -> e.type() != 7 || (cap(c).primary >>> 32 & Controls.MTF) != 0);
            event(5, "of type NMI must have vector 2", (c, e) -> e.type() != 2 || e.vector() == 2);
            event(6, "of type hardware exception must have a vector up to 31", (c, e) -> e.type() != 3 || e.vector() <= 31);
            event(7, "of type 7 must have vector 0", (c, e) -> e.type() != 7 || e.vector() == 0);
        }

        private void errorCode() {
            event(8, "that pushes an error code must deliver one",
                    (c, e) -> !(consistent(c) && e.type() == 3 && pushesErrorCode(e) && protectedGuest(c)) || e.deliversErrorCode(), GUEST_CR0);
            event(9, "other than a hardware exception must not deliver an error code", (c, e) -> e.type() == 3 || !e.deliversErrorCode());
            event(10, "into real mode must not deliver an error code", (c, e) -> protectedGuest(c) || !e.deliversErrorCode(), GUEST_CR0);
            event(11, "that pushes no error code must not deliver one",
                    (c, e) -> !(consistent(c) && e.type() == 3 && !pushesErrorCode(e)) || !e.deliversErrorCode());
            event(12, "must have bits 30:12 at 0", (c, e) -> e.reservedClear());
            event(13, "with an error code must have bits 31:16 of that at 0",
                    (c, e) -> !e.deliversErrorCode() || get(c, VM_ENTRY_EXCEPTION_ERROR_CODE) >>> 16 == 0, VM_ENTRY_EXCEPTION_ERROR_CODE);
        }

        /** Without IA32_VMX_BASIC[56], whether an error code is delivered must be as the vector says. */
        private static boolean consistent(Cpu c) { return (cap(c).basic >>> 56 & 1) == 0; }

        private static boolean pushesErrorCode(InjectedEvent e) { return e.vector() < 32 && (WITH_ERROR_CODE >>> e.vector() & 1) != 0; }

        private static boolean protectedGuest(Cpu c) { return !unrestricted(c) || bit(c, GUEST_CR0, 0); }

        private void length() {
            event(14, "of a software type must have an instruction length up to 15",
                    (c, e) -> !e.software() || get(c, VM_ENTRY_INSTRUCTION_LENGTH) <= 15, VM_ENTRY_INSTRUCTION_LENGTH);
            event(15, "of a software type must have an instruction length other than 0, unless IA32_VMX_MISC[30] allows it",
                    (c, e) -> !e.software() || get(c, VM_ENTRY_INSTRUCTION_LENGTH) != 0 || (cap(c).misc >>> 30 & 1) != 0, VM_ENTRY_INSTRUCTION_LENGTH);
        }

        @FunctionalInterface
        private interface Event {
            boolean holds(Cpu c, InjectedEvent event);
        }
    }
}
