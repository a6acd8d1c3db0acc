package hv.cpu.entry;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.Cr0;
import hv.api.x86.EntryControls;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitControls;
import hv.api.x86.PinBasedControls;
import hv.api.x86.PrimaryControls;
import hv.api.x86.VmcsField;
import hv.api.x86.VmxBasic;
import hv.api.x86.VmxMisc;
import hv.cpu.entry.EntryRule.Outcome;
import java.util.List;
import java.util.stream.Stream;

/**
 * The requirements of VM entry on the VM-exit and VM-entry controls.
 *
 * @sdm 3C chapter 27 "VM-Exit Control Fields" and "VM-Entry Control Fields"
 */
final class TransitionRules {
    private TransitionRules() {}

    static List<EntryRule> all() { return Stream.concat(new Exit().rules().stream(), new Entry().rules().stream()).toList(); }

    /** Rules that apply to both sets of controls. */
    private static class Transition extends RuleTable {
        Transition(String area, String title) { super(area, title, Outcome.INVALID_CONTROLS); }

        void msrArea(int number, VmcsField count, VmcsField area) {
            rule(number, "if " + count + " is not 0, bits 3:0 of " + area + " must be 0",
                    v -> get(v, count) == 0 || low(v, area, 4) == 0, count, area);
            rule(number + 1, "if " + count + " is not 0, " + area + " must keep to the physical-address width",
                    v -> get(v, count) == 0 || fits(v, area), count, area);
            rule(number + 2, "if " + count + " is not 0, the last byte of its area must keep to the physical-address width",
                    v -> get(v, count) == 0 || cap(v).fitsPhysical(get(v, area) + 16 * get(v, count) - 1), count, area);
        }
    }

    private static final class Exit extends Transition {
        Exit() {
            super("CTRL-EXIT", "VM-Exit Control Fields");
            rule(1, "PRIMARY_VM_EXIT_CONTROLS must have every bit that " + capability("EXIT") + " fixes to 1",
                    v -> (~get(v, PRIMARY_VM_EXIT_CONTROLS) & cap(v).exit & 0xFFFF_FFFFL) == 0);
            rule(2, "PRIMARY_VM_EXIT_CONTROLS must have no bit that " + capability("EXIT") + " fixes to 0",
                    v -> (get(v, PRIMARY_VM_EXIT_CONTROLS) & ~(cap(v).exit >>> 32)) == 0);
            rule(4, "saving the preemption timer's value needs the timer",
                    v -> pin(v, PinBasedControls.ACTIVATE_VMX_PREEMPTION_TIMER) || !exit(v, ExitControls.SAVE_VMX_PREEMPTION_TIMER_VALUE));
            msrArea(5, VM_EXIT_MSR_STORE_COUNT, VM_EXIT_MSR_STORE_ADDRESS);
            msrArea(8, VM_EXIT_MSR_LOAD_COUNT, VM_EXIT_MSR_LOAD_ADDRESS);
        }
    }

    private static final class Entry extends Transition {
        /** Vectors of hardware exceptions that push an error code. */
        private static final int WITH_ERROR_CODE = 1 << ExceptionVector.DF | 1 << ExceptionVector.TS | 1 << ExceptionVector.NP | 1 << ExceptionVector.SS
                | 1 << ExceptionVector.GP | 1 << ExceptionVector.PF | 1 << ExceptionVector.AC;

        Entry() {
            super("CTRL-ENTRY", "VM-Entry Control Fields");
            rule(1, "VM_ENTRY_CONTROLS must have every bit that " + capability("ENTRY") + " fixes to 1",
                    v -> (~get(v, VM_ENTRY_CONTROLS) & cap(v).entry & 0xFFFF_FFFFL) == 0);
            rule(2, "VM_ENTRY_CONTROLS must have no bit that " + capability("ENTRY") + " fixes to 0",
                    v -> (get(v, VM_ENTRY_CONTROLS) & ~(cap(v).entry >>> 32)) == 0);
            vector();
            errorCode();
            length();
            msrArea(16, VM_ENTRY_MSR_LOAD_COUNT, VM_ENTRY_MSR_LOAD_ADDRESS);
            rule(19, "outside SMM there must be no entry to SMM", v -> !entry(v, EntryControls.TO_SMM));
            rule(20, "outside SMM dual-monitor treatment must not be deactivated", v -> !entry(v, EntryControls.DEACTIVATE_DUAL_MONITOR_TREATMENT));
        }

        private void event(int number, String title, Event check, VmcsField... more) {
            var fields = Stream.concat(Stream.of(VM_ENTRY_INTERRUPTION_INFORMATION), Stream.of(more)).toArray(VmcsField[]::new);
            rule(number, "an event to inject " + title, v -> {
                var event = InjectedEvent.of(v);
                return !event.valid() || check.holds(v, event);
            }, fields);
        }

        private void vector() {
            event(3, "must not have the reserved type 1", (v, e) -> e.type() != EventType.RESERVED);
            event(4, "must not have type 7 where the monitor trap flag is not offered",
                    (v, e) -> e.type() != EventType.OTHER_EVENT || (cap(v).primary >>> 32 & PrimaryControls.MONITOR_TRAP_FLAG) != 0);
            event(5, "of type NMI must have vector 2", (v, e) -> e.type() != EventType.NMI || e.vector() == ExceptionVector.NMI);
            event(6, "of type hardware exception must have a vector up to 31", (v, e) -> !e.exception() || e.vector() <= 31);
            event(7, "of type 7 must have vector 0", (v, e) -> e.type() != EventType.OTHER_EVENT || e.vector() == 0);
        }

        private void errorCode() {
            event(8, "that pushes an error code must deliver one",
                    (v, e) -> !(consistent(v) && e.exception() && pushesErrorCode(e) && protectedGuest(v)) || e.deliversErrorCode(), GUEST_CR0);
            event(9, "other than a hardware exception must not deliver an error code", (v, e) -> e.exception() || !e.deliversErrorCode());
            event(10, "into real mode must not deliver an error code", (v, e) -> protectedGuest(v) || !e.deliversErrorCode(), GUEST_CR0);
            event(11, "that pushes no error code must not deliver one",
                    (v, e) -> !(consistent(v) && e.exception() && !pushesErrorCode(e)) || !e.deliversErrorCode());
            event(12, "must have bits 30:12 at 0", (v, e) -> e.reservedClear());
            event(13, "with an error code must have bits 31:16 of that at 0",
                    (v, e) -> !e.deliversErrorCode() || get(v, VM_ENTRY_EXCEPTION_ERROR_CODE) >>> 16 == 0, VM_ENTRY_EXCEPTION_ERROR_CODE);
        }

        /** Whether an error code must be delivered exactly where the vector has one: on processors with IA32_VMX_BASIC[56] = 0. */
        private static boolean consistent(EntryView v) { return (cap(v).basic & VmxBasic.NO_ERROR_CODE_CONSISTENCY) == 0; }

        private static boolean pushesErrorCode(InjectedEvent e) { return e.vector() < 32 && (WITH_ERROR_CODE >>> e.vector() & 1) != 0; }

        private static boolean protectedGuest(EntryView v) { return !unrestricted(v) || has(v, GUEST_CR0, Cr0.PE); }

        private void length() {
            event(14, "of a software type must have an instruction length up to 15",
                    (v, e) -> !e.software() || get(v, VM_ENTRY_INSTRUCTION_LENGTH) <= 15, VM_ENTRY_INSTRUCTION_LENGTH);
            event(15, "of a software type must have an instruction length other than 0, unless IA32_VMX_MISC[30] allows it",
                    (v, e) -> !e.software() || get(v, VM_ENTRY_INSTRUCTION_LENGTH) != 0 || (cap(v).misc & VmxMisc.ZERO_LENGTH_INJECTION) != 0,
                    VM_ENTRY_INSTRUCTION_LENGTH);
        }

        @FunctionalInterface
        private interface Event {
            boolean holds(EntryView v, InjectedEvent event);
        }
    }
}
