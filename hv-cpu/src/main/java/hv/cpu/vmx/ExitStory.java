package hv.cpu.vmx;

import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.VmcsField;
import hv.cpu.explain.BrokenRule;
import hv.cpu.explain.VmInstructionError;
import hv.cpu.memory.EptEntryCheck;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers;
import hv.cpu.system.MachineCheck;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Explains the last failure with the current VMCS: a refused entry, a failed one, a triple fault, an EPT misconfiguration, a VMX abort. */
public final class ExitStory {
    private static final Set<VmInstructionError> ENTRY_CHECKS = EnumSet.of(VmInstructionError.ENTRY_WITH_INVALID_CONTROL_FIELDS,
            VmInstructionError.ENTRY_WITH_INVALID_HOST_STATE_FIELDS);
    private static final int IDT_ENTRY = 2;
    private static final String[] LEVELS = {"PTE", "PDE", "PDPTE", "PML4E"};

    private final Cpu c;
    private final Provenance provenance;

    public ExitStory(Cpu c, Provenance provenance) {
        this.c = c;
        this.provenance = provenance;
    }

    /** Explains an instruction's VMfailValid with this error. */
    public List<String> failure(int error) {
        var lines = new ArrayList<String>();
        var known = VmInstructionError.of(error);
        lines.add("VM-instruction error " + error + known.map(one -> ": " + one.meaning()).orElse(""));
        if (known.filter(ENTRY_CHECKS::contains).isPresent()) rules(lines);
        return lines;
    }

    /**
     * Explains the last VM exit, or the VMX abort that came in its place, or a triple fault outside VMX operation; empty where the exit's fields say
     * everything.
     */
    public List<String> exit() {
        var lines = new ArrayList<String>();
        if (c.activity == Registers.Activity.SHUTDOWN && !c.vmx.vmxOn) {
            shutdown(lines);
            return lines;
        }
        if (!Vmcs.hasCurrent(c)) return lines;
        if (c.vmxState.aborted) return List.of("VMX abort " + Vmcs.abortIndicator(c) + ": " + VmxAbort.meaning(Vmcs.abortIndicator(c)));
        ExitReason.of(Vmcs.getInt(c, VmcsField.EXIT_REASON) & ExitReason.BASIC).ifPresent(reason -> exit(lines, reason));
        return lines;
    }

    private void exit(List<String> lines, ExitReason reason) {
        switch (reason) {
            case ENTRY_FAILURE_INVALID_GUEST_STATE -> rules(lines);
            case ENTRY_FAILURE_MSR_LOADING -> lines.add(msrEntry((int) Vmcs.get(c, VmcsField.EXIT_QUALIFICATION)));
            case TRIPLE_FAULT -> tripleFault(lines, guestIdt());
            case ENTRY_FAILURE_MACHINE_CHECK -> lines.addAll(MachineCheck.errors(c));
            case EPT_MISCONFIGURATION -> eptWalk(lines, Vmcs.get(c, VmcsField.GUEST_PHYSICAL_ADDRESS));
            default -> { }
        }
    }

    private void rules(List<String> lines) {
        for (BrokenRule rule : VmEntry.brokenRules(c, provenance)) lines.addAll(rule.text().lines().toList());
    }

    private String msrEntry(int number) {
        long at = Vmcs.get(c, VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS) + 16L * (number - 1);
        return "entry %d of the VM-entry MSR-load area, at %XH: %s; VM_ENTRY_MSR_LOAD_ADDRESS %s".formatted(number, at, MsrAreas.refusal(c, at),
                provenance.of(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS));
    }

    private String guestIdt() {
        return "GUEST_IDTR_BASE is %XH, GUEST_IDTR_LIMIT %XH; %s".formatted(Vmcs.get(c, VmcsField.GUEST_IDTR_BASE),
                Vmcs.getInt(c, VmcsField.GUEST_IDTR_LIMIT), provenance.of(VmcsField.GUEST_IDTR_BASE));
    }

    private void shutdown(List<String> lines) {
        if (c.trail.size() > 0 || !MachineCheck.inProgress(c)) {
            tripleFault(lines, "IDTR: base %XH, limit %XH".formatted(c.idtBase, c.idtLimit));
            return;
        }
        lines.add("a machine check came with CR4.MCE = 0, or before an earlier one had been dealt with (MCIP of IA32_MCG_STATUS)");
        lines.addAll(MachineCheck.errors(c));
    }

    private void tripleFault(List<String> lines, String idt) {
        var trail = c.trail;
        for (int i = 0; i < trail.size(); i++) {
            lines.add("delivering %s raised %s%s".formatted(ExceptionVector.name(trail.delivered(i)), ExceptionVector.name(trail.raised(i)),
                    cause(trail.raised(i), trail.code(i), trail.linear(i))));
        }
        lines.add(idt);
    }

    private static String cause(int vector, int code, long linear) {
        if (vector == ExceptionVector.PF) return " at %XH, error code %XH".formatted(linear, code);
        if (code < 0) return "";
        boolean idt = vector != ExceptionVector.DF && (code & IDT_ENTRY) != 0;
        if (idt) return "(%XH): the gate of %s in the IDT".formatted(code, ExceptionVector.name(code >>> 3));
        return code == 0 ? "(0)" : "(%XH): selector %XH".formatted(code, code & 0xFFFC);
    }

    private void eptWalk(List<String> lines, long gpa) {
        long table = Vmcs.get(c, VmcsField.EPT_POINTER) & 0x000F_FFFF_FFFF_F000L, capabilities = c.vmxState.capabilities.eptVpid;
        int bits = c.vmxState.capabilities.physicalBits;
        for (int level = 3; level >= 0; level--) {
            long at = table | (gpa >>> 12 + 9 * level & 0x1FF) << 3;
            if (!c.ram.contains(at, 8)) return;
            long entry = c.ram.read(at, 8);
            var broken = EptEntryCheck.present(entry) ? EptEntryCheck.broken(entry, level, capabilities, bits) : null;
            lines.add("EPT %s at %s is %s%s".formatted(LEVELS[level], hex(at), hex(entry), broken == null ? "" : ": " + broken.text()
                    + "; nearest legal value " + hex(EptEntryCheck.nearest(entry, level, capabilities, bits))));
            if (broken != null || !EptEntryCheck.present(entry) || EptEntryCheck.leaf(entry, level, capabilities)) return;
            table = entry & 0x000F_FFFF_FFFF_F000L;
        }
    }

    private static String hex(long value) { return Long.toHexString(value).toUpperCase(Locale.ROOT) + "H"; }
}
