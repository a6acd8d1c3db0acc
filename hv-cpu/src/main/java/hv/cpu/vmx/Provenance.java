package hv.cpu.vmx;

import hv.api.x86.ExitControls;
import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.FieldWriters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Describes the last writer of a field of the current VMCS. */
public final class Provenance {
    /** Fields that every VM exit saves, in addition to segment and descriptor-table registers. */
    private static final Set<VmcsField> SAVED = Set.of(VmcsField.GUEST_CR0, VmcsField.GUEST_CR3, VmcsField.GUEST_CR4, VmcsField.GUEST_RIP,
            VmcsField.GUEST_RSP, VmcsField.GUEST_RFLAGS, VmcsField.GUEST_IA32_SYSENTER_CS, VmcsField.GUEST_IA32_SYSENTER_ESP,
            VmcsField.GUEST_IA32_SYSENTER_EIP, VmcsField.GUEST_ACTIVITY_STATE, VmcsField.GUEST_INTERRUPTIBILITY_STATE,
            VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS);

    private final Cpu c;
    private final List<String> authors = new ArrayList<>(List.of("software in Java"));

    public Provenance(Cpu c) { this.c = c; }

    /** Registers a part of the software in Java. @return its number, for {@link hv.cpu.state.FieldProvenance#author} */
    public int author(String name) {
        int known = authors.indexOf(name);
        if (known >= 0) return known;
        if (authors.size() == FieldWriters.MACHINE_CODE) return 0;
        authors.add(name);
        return authors.size() - 1;
    }

    /** The last writer of a field in words: "written by plugin 'x' after VM exit 12"; empty where there is no VMCS. */
    public String of(VmcsField field) {
        var writers = c.vmxState.provenance.writers;
        if (writers == null) return "";
        long stamp = writers.stamps[field.ordinal()];
        if (saved(field) && writers.savedAt > 0 && (stamp == FieldWriters.NEVER || FieldWriters.exits(stamp) < writers.savedAt)) {
            return "saved by VM exit " + writers.savedAt;
        }
        if (stamp == FieldWriters.NEVER) return "never written";
        return "written by " + writer(writers, field, FieldWriters.author(stamp)) + when(FieldWriters.exits(stamp));
    }

    private String writer(FieldWriters writers, VmcsField field, int author) {
        if (author == FieldWriters.MACHINE_CODE) return "VMWRITE at %XH".formatted(writers.rip[field.ordinal()]);
        var frame = writers.frames == null ? null : writers.frames[field.ordinal()];
        return frame == null ? authors.get(author) : authors.get(author) + " (" + frame.toStackTraceElement() + ")";
    }

    private static String when(long exits) { return exits == 0 ? " before any VM exit" : " after VM exit " + exits; }

    private boolean saved(VmcsField field) {
        if (field.area() != VmcsField.Area.GUEST_STATE) return false;
        return switch (field) {
            case GUEST_DR7, GUEST_IA32_DEBUGCTL -> Vmcs.exit(c, ExitControls.SAVE_DEBUG_CONTROLS);
            case GUEST_IA32_EFER -> Vmcs.exit(c, ExitControls.SAVE_IA32_EFER);
            case GUEST_IA32_PAT -> Vmcs.exit(c, ExitControls.SAVE_IA32_PAT);
            case VMX_PREEMPTION_TIMER_VALUE -> Vmcs.exit(c, ExitControls.SAVE_VMX_PREEMPTION_TIMER_VALUE);
            default -> SAVED.contains(field) || field.name().matches("GUEST_([C-G]S|SS|ES|LDTR|TR|GDTR|IDTR)_.*");
        };
    }
}
