package hv.cpu.entry;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.EntryControls;
import hv.api.x86.ExitControls;
import hv.api.x86.VmcsField;
import hv.cpu.entry.EntryRule.Outcome;
import java.util.List;
import java.util.stream.Stream;

/**
 * The requirements of VM entry on the host-state area.
 *
 * @sdm 3C chapter 27 "Checks on Host Control Registers, MSRs, and SSP", "… Segment and Descriptor-Table Registers" and "… Address-Space Size"
 */
final class HostRules {
    /** CD and NW are never checked. */
    static final long CR0_UNCHECKED = Cr0.NW | Cr0.CD;

    private HostRules() {}

    static List<EntryRule> all() {
        return Stream.of(new Registers(), new Segments(), new AddressSpace()).flatMap(t -> t.rules().stream()).toList();
    }

    /** Whether a value has the bits that {@code fixed0} fixes to 1. */
    static boolean hasFixed1(long value, long fixed0) { return (~value & fixed0) == 0; }

    static boolean hasFixed0(long value, long fixed1) { return (value & ~fixed1) == 0; }

    private static boolean host64(EntryView v) { return RuleTable.exit(v, ExitControls.HOST_ADDRESS_SPACE_SIZE); }

    private static final class Registers extends RuleTable {
        Registers() {
            super("HOST-REG", "Checks on Host Control Registers, MSRs, and SSP", Outcome.INVALID_HOST);
            rule(1, "HOST_CR0 must have the bits that IA32_VMX_CR0_FIXED0 fixes to 1",
                    v -> hasFixed1(get(v, HOST_CR0) | CR0_UNCHECKED, cap(v).cr0Fixed0), HOST_CR0);
            rule(2, "HOST_CR0 must not have bits that IA32_VMX_CR0_FIXED1 fixes to 0",
                    v -> hasFixed0(get(v, HOST_CR0) & ~CR0_UNCHECKED, cap(v).cr0Fixed1), HOST_CR0);
            rule(3, "HOST_CR4 must have the bits that IA32_VMX_CR4_FIXED0 fixes to 1", v -> hasFixed1(get(v, HOST_CR4), cap(v).cr4Fixed0), HOST_CR4);
            rule(4, "HOST_CR4 must not have bits that IA32_VMX_CR4_FIXED1 fixes to 0", v -> hasFixed0(get(v, HOST_CR4), cap(v).cr4Fixed1), HOST_CR4);
            rule(6, "HOST_CR3 must keep to the physical-address width", v -> get(v, HOST_CR3) >>> cap(v).physicalBits == 0, HOST_CR3);
            rule(7, "HOST_IA32_SYSENTER_ESP must be canonical", v -> canonical(v, HOST_IA32_SYSENTER_ESP), HOST_IA32_SYSENTER_ESP);
            rule(8, "HOST_IA32_SYSENTER_EIP must be canonical", v -> canonical(v, HOST_IA32_SYSENTER_EIP), HOST_IA32_SYSENTER_EIP);
            rule(9, "if IA32_PERF_GLOBAL_CTRL is loaded, HOST_IA32_PERF_GLOBAL_CTRL must have no reserved bit",
                    v -> !exit(v, ExitControls.LOAD_IA32_PERF_GLOBAL_CTRL) || performanceCounters(v, HOST_IA32_PERF_GLOBAL_CTRL),
                    HOST_IA32_PERF_GLOBAL_CTRL);
            rule(10, "if IA32_PAT is loaded, HOST_IA32_PAT must hold memory types",
                    v -> !exit(v, ExitControls.LOAD_IA32_PAT) || validPat(get(v, HOST_IA32_PAT)), HOST_IA32_PAT);
            efer(11, "must have no reserved bit", v -> (get(v, HOST_IA32_EFER) & ~Efer.ALL) == 0);
            efer(12, "must have LMA as the host's address-space size says", v -> has(v, HOST_IA32_EFER, Efer.LMA) == host64(v));
            efer(13, "must have LME as the host's address-space size says", v -> has(v, HOST_IA32_EFER, Efer.LME) == host64(v));
        }

        private void efer(int number, String must, EntryRule.Check check) {
            rule(number, "if IA32_EFER is loaded, HOST_IA32_EFER " + must,
                    v -> !exit(v, ExitControls.LOAD_IA32_EFER) || check.holds(v), HOST_IA32_EFER);
        }
    }

    private static final class Segments extends RuleTable {
        private static final VmcsField[] SELECTORS = {HOST_CS_SELECTOR, HOST_SS_SELECTOR, HOST_DS_SELECTOR, HOST_ES_SELECTOR, HOST_FS_SELECTOR,
                HOST_GS_SELECTOR, HOST_TR_SELECTOR};
        private static final VmcsField[] BASES = {HOST_FS_BASE, HOST_GS_BASE, HOST_TR_BASE, HOST_GDTR_BASE, HOST_IDTR_BASE};

        Segments() {
            super("HOST-SEG", "Checks on Host Segment and Descriptor-Table Registers", Outcome.INVALID_HOST);
            for (int i = 0; i < SELECTORS.length; i++) {
                var field = SELECTORS[i];
                rule(1 + i, field + " must have RPL and TI 0", v -> low(v, field, 3) == 0, field);
            }
            rule(8, "HOST_CS_SELECTOR must not be 0", v -> get(v, HOST_CS_SELECTOR) != 0, HOST_CS_SELECTOR);
            rule(9, "HOST_TR_SELECTOR must not be 0", v -> get(v, HOST_TR_SELECTOR) != 0, HOST_TR_SELECTOR);
            rule(10, "HOST_SS_SELECTOR of a 32-bit host must not be 0", v -> host64(v) || get(v, HOST_SS_SELECTOR) != 0, HOST_SS_SELECTOR);
            for (int i = 0; i < BASES.length; i++) {
                var field = BASES[i];
                rule(11 + i, field + " must be canonical", v -> canonical(v, field), field);
            }
        }
    }

    private static final class AddressSpace extends RuleTable {
        AddressSpace() {
            super("HOST-AS", "Checks Related to Address-Space Size", Outcome.INVALID_HOST);
            rule(1, "an entry from outside IA-32e mode must not be to an IA-32e mode guest", FieldGroup.MODE,
                    v -> v.longMode() || !entry(v, EntryControls.IA32E_MODE_GUEST));
            rule(2, "an entry from outside IA-32e mode must not name a 64-bit host", FieldGroup.MODE, v -> v.longMode() || !host64(v));
            rule(3, "an entry from IA-32e mode must name a 64-bit host", FieldGroup.MODE, v -> !v.longMode() || host64(v));
            rule(4, "a 32-bit host must not have an IA-32e mode guest", v -> host64(v) || !entry(v, EntryControls.IA32E_MODE_GUEST));
            rule(5, "HOST_CR4 of a 32-bit host must have PCIDE 0", v -> host64(v) || !has(v, HOST_CR4, Cr4.PCIDE), HOST_CR4);
            rule(7, "HOST_RIP of a 32-bit host must have bits 63:32 at 0", v -> host64(v) || get(v, HOST_RIP) >>> 32 == 0, HOST_RIP);
            rule(9, "HOST_CR4 of a 64-bit host must have PAE 1", v -> !host64(v) || has(v, HOST_CR4, Cr4.PAE), HOST_CR4);
            rule(10, "HOST_RIP of a 64-bit host must be canonical", v -> !host64(v) || canonical(v, HOST_RIP), HOST_RIP);
        }
    }
}
