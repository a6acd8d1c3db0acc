package hv.cpu.entry;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.EntryControls;
import hv.api.x86.EventType;
import hv.api.x86.Rflags;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmcsField;
import hv.cpu.entry.EntryRule.Outcome;
import java.util.List;
import java.util.stream.Stream;

/**
 * The requirements of VM entry on the guest's control registers, MSRs, descriptor tables, RIP and RFLAGS, and on its PDPTEs.
 *
 * @sdm 3C chapter 27 "Checks on the Guest State Area"
 */
final class GuestRegisterRules {
    private GuestRegisterRules() {}

    static List<EntryRule> all() {
        return Stream.of(new Registers(), new Tables(), new InstructionPointer(), new Pdptes()).flatMap(t -> t.rules().stream()).toList();
    }

    static boolean ia32e(EntryView v) { return RuleTable.entry(v, EntryControls.IA32E_MODE_GUEST); }

    private static final class Registers extends RuleTable {
        private static final long CR0_PE_PG = Cr0.PE | Cr0.PG;
        private static final long DEBUGCTL_DEFINED = 0xFFC3;

        Registers() {
            super("GUEST-REG", "Checks on Guest Control Registers, Debug Registers, and MSRs", Outcome.INVALID_GUEST);
            rule(1, "GUEST_CR0 must have the bits that IA32_VMX_CR0_FIXED0 fixes to 1; an unrestricted guest need not have PE and PG",
                    v -> HostRules.hasFixed1(get(v, GUEST_CR0) | HostRules.CR0_UNCHECKED | (unrestricted(v) ? CR0_PE_PG : 0), cap(v).cr0Fixed0), GUEST_CR0);
            rule(2, "GUEST_CR0 must not have bits that IA32_VMX_CR0_FIXED1 fixes to 0",
                    v -> HostRules.hasFixed0(get(v, GUEST_CR0) & ~HostRules.CR0_UNCHECKED, cap(v).cr0Fixed1), GUEST_CR0);
            rule(3, "GUEST_CR0 with PG must have PE", v -> implies(has(v, GUEST_CR0, Cr0.PG), has(v, GUEST_CR0, Cr0.PE)), GUEST_CR0);
            rule(4, "GUEST_CR4 must have the bits that IA32_VMX_CR4_FIXED0 fixes to 1",
                    v -> HostRules.hasFixed1(get(v, GUEST_CR4), cap(v).cr4Fixed0), GUEST_CR4);
            rule(5, "GUEST_CR4 must not have bits that IA32_VMX_CR4_FIXED1 fixes to 0",
                    v -> HostRules.hasFixed0(get(v, GUEST_CR4), cap(v).cr4Fixed1), GUEST_CR4);
            debugControls();
            rule(8, "GUEST_CR0 of an IA-32e mode guest must have PG", v -> implies(ia32e(v), has(v, GUEST_CR0, Cr0.PG)), GUEST_CR0);
            rule(9, "GUEST_CR4 of an IA-32e mode guest must have PAE", v -> implies(ia32e(v), has(v, GUEST_CR4, Cr4.PAE)), GUEST_CR4);
            rule(10, "GUEST_CR4 of a guest outside IA-32e mode must not have PCIDE", v -> ia32e(v) || !has(v, GUEST_CR4, Cr4.PCIDE), GUEST_CR4);
            rule(12, "GUEST_CR3 must keep to the physical-address width", v -> get(v, GUEST_CR3) >>> cap(v).physicalBits == 0, GUEST_CR3);
            rule(14, "GUEST_IA32_SYSENTER_ESP must be canonical", v -> canonical(v, GUEST_IA32_SYSENTER_ESP), GUEST_IA32_SYSENTER_ESP);
            rule(15, "GUEST_IA32_SYSENTER_EIP must be canonical", v -> canonical(v, GUEST_IA32_SYSENTER_EIP), GUEST_IA32_SYSENTER_EIP);
            rule(18, "if IA32_PERF_GLOBAL_CTRL is loaded, GUEST_IA32_PERF_GLOBAL_CTRL must have no reserved bit",
                    v -> !entry(v, EntryControls.LOAD_IA32_PERF_GLOBAL_CTRL) || performanceCounters(v, GUEST_IA32_PERF_GLOBAL_CTRL),
                    GUEST_IA32_PERF_GLOBAL_CTRL);
            rule(19, "if IA32_PAT is loaded, GUEST_IA32_PAT must hold memory types",
                    v -> !entry(v, EntryControls.LOAD_IA32_PAT) || validPat(get(v, GUEST_IA32_PAT)), GUEST_IA32_PAT);
            efer(20, "must have no reserved bit", v -> (get(v, GUEST_IA32_EFER) & ~Efer.ALL) == 0);
            efer(21, "must have LMA as the IA-32e mode guest control says", v -> has(v, GUEST_IA32_EFER, Efer.LMA) == ia32e(v));
            efer(22, "of a guest with paging must have LME equal to LMA",
                    v -> !has(v, GUEST_CR0, Cr0.PG) || has(v, GUEST_IA32_EFER, Efer.LME) == has(v, GUEST_IA32_EFER, Efer.LMA));
        }

        private void debugControls() {
            rule(7, "if debug controls are loaded, GUEST_IA32_DEBUGCTL must have no reserved bit",
                    v -> !entry(v, EntryControls.LOAD_DEBUG_CONTROLS) || (get(v, GUEST_IA32_DEBUGCTL) & ~DEBUGCTL_DEFINED) == 0, GUEST_IA32_DEBUGCTL);
            rule(13, "if debug controls are loaded, bits 63:32 of GUEST_DR7 must be 0",
                    v -> !entry(v, EntryControls.LOAD_DEBUG_CONTROLS) || get(v, GUEST_DR7) >>> 32 == 0, GUEST_DR7);
        }

        private void efer(int number, String must, EntryRule.Check check) {
            rule(number, "if IA32_EFER is loaded, GUEST_IA32_EFER " + must,
                    v -> !entry(v, EntryControls.LOAD_IA32_EFER) || check.holds(v), GUEST_IA32_EFER, GUEST_CR0);
        }
    }

    private static final class Tables extends RuleTable {
        Tables() {
            super("GUEST-DT", "Checks on Guest Descriptor-Table Registers", Outcome.INVALID_GUEST);
            rule(1, "GUEST_GDTR_BASE must be canonical", v -> canonical(v, GUEST_GDTR_BASE), GUEST_GDTR_BASE);
            rule(2, "GUEST_IDTR_BASE must be canonical", v -> canonical(v, GUEST_IDTR_BASE), GUEST_IDTR_BASE);
            rule(3, "bits 31:16 of GUEST_GDTR_LIMIT must be 0", v -> get(v, GUEST_GDTR_LIMIT) >>> 16 == 0, GUEST_GDTR_LIMIT);
            rule(4, "bits 31:16 of GUEST_IDTR_LIMIT must be 0", v -> get(v, GUEST_IDTR_LIMIT) >>> 16 == 0, GUEST_IDTR_LIMIT);
        }
    }

    private static final class InstructionPointer extends RuleTable {
        InstructionPointer() {
            super("GUEST-RIP", "Checks on Guest RIP, RFLAGS, and SSP", Outcome.INVALID_GUEST);
            rule(1, "GUEST_RIP outside 64-bit code must have bits 63:32 at 0",
                    v -> code64(v) || get(v, GUEST_RIP) >>> 32 == 0, GUEST_RIP, GUEST_CS_ACCESS_RIGHTS);
            rule(2, "GUEST_RIP of 64-bit code must have equal bits above the linear-address width",
                    v -> !code64(v) || extended(get(v, GUEST_RIP) >> cap(v).linearBits), GUEST_RIP, GUEST_CS_ACCESS_RIGHTS);
            rule(3, "reserved bits of GUEST_RFLAGS must be 0", v -> (get(v, GUEST_RFLAGS) & ~(long) (Rflags.ALL | Rflags.FIXED)) == 0, GUEST_RFLAGS);
            rule(4, "bit 1 of GUEST_RFLAGS must be 1", v -> has(v, GUEST_RFLAGS, Rflags.FIXED), GUEST_RFLAGS);
            rule(5, "GUEST_RFLAGS of an IA-32e mode guest must have VM 0", v -> !ia32e(v) || !has(v, GUEST_RFLAGS, Rflags.VM), GUEST_RFLAGS);
            rule(6, "GUEST_RFLAGS of a guest in real mode must have VM 0",
                    v -> has(v, GUEST_CR0, Cr0.PE) || !has(v, GUEST_RFLAGS, Rflags.VM), GUEST_RFLAGS, GUEST_CR0);
            rule(7, "an external interrupt can only be injected with RFLAGS.IF = 1",
                    v -> !InjectedEvent.of(v).is(EventType.EXTERNAL_INTERRUPT) || has(v, GUEST_RFLAGS, Rflags.IF),
                    GUEST_RFLAGS, VM_ENTRY_INTERRUPTION_INFORMATION);
        }

        private static boolean code64(EntryView v) { return ia32e(v) && (get(v, GUEST_CS_ACCESS_RIGHTS) & AccessRights.L) != 0; }

        private static boolean extended(long upper) { return upper == 0 || upper == -1; }
    }

    private static final class Pdptes extends RuleTable {
        private static final VmcsField[] FIELDS = {GUEST_PDPTE0, GUEST_PDPTE1, GUEST_PDPTE2, GUEST_PDPTE3};

        Pdptes() {
            super("GUEST-PDPTE", "Checks on Guest Page-Directory-Pointer-Table Entries", Outcome.INVALID_PDPTE);
            for (int i = 0; i < FIELDS.length; i++) {
                var field = FIELDS[i];
                rule(1 + i, field + " of a guest with PAE paging and EPT must have no reserved bit",
                        v -> !pae(v) || !secondary(v, SecondaryControls.ENABLE_EPT) || PdpteCheck.valid(cap(v), get(v, field)), field, GUEST_CR0, GUEST_CR4);
            }
            rule(5, "the PDPTEs that GUEST_CR3 points to (PAE paging without EPT) must have no reserved bit", FieldGroup.MEMORY,
                    v -> !pae(v) || secondary(v, SecondaryControls.ENABLE_EPT) || PdpteCheck.validTable(v, get(v, GUEST_CR3)), GUEST_CR3, GUEST_CR0, GUEST_CR4);
        }

        private static boolean pae(EntryView v) { return has(v, GUEST_CR0, Cr0.PG) && has(v, GUEST_CR4, Cr4.PAE) && !ia32e(v); }
    }
}
