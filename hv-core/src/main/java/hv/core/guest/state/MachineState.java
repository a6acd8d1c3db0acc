package hv.core.guest.state;

import hv.api.x86.ActivityState;
import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.Efer;
import hv.api.x86.Gpr;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.core.config.StartState;
import hv.cpu.ExtendedState;
import hv.cpu.LogicalProcessor;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import java.util.EnumMap;
import java.util.Map;

/** All registers of a processor, moved between the processor itself and the guest-state area of a VMCS. */
public final class MachineState {
    /** System registers that the guest-state area holds as they are. */
    private static final Map<SystemRegister, VmcsField> FIELDS = new EnumMap<>(Map.ofEntries(
            Map.entry(SystemRegister.CR0, VmcsField.GUEST_CR0), Map.entry(SystemRegister.CR3, VmcsField.GUEST_CR3),
            Map.entry(SystemRegister.CR4, VmcsField.GUEST_CR4), Map.entry(SystemRegister.DR7, VmcsField.GUEST_DR7),
            Map.entry(SystemRegister.GDTR_BASE, VmcsField.GUEST_GDTR_BASE), Map.entry(SystemRegister.GDTR_LIMIT, VmcsField.GUEST_GDTR_LIMIT),
            Map.entry(SystemRegister.IDTR_BASE, VmcsField.GUEST_IDTR_BASE), Map.entry(SystemRegister.IDTR_LIMIT, VmcsField.GUEST_IDTR_LIMIT),
            Map.entry(SystemRegister.EFER, VmcsField.GUEST_IA32_EFER), Map.entry(SystemRegister.PAT, VmcsField.GUEST_IA32_PAT),
            Map.entry(SystemRegister.DEBUGCTL, VmcsField.GUEST_IA32_DEBUGCTL),
            Map.entry(SystemRegister.SYSENTER_CS, VmcsField.GUEST_IA32_SYSENTER_CS),
            Map.entry(SystemRegister.SYSENTER_ESP, VmcsField.GUEST_IA32_SYSENTER_ESP),
            Map.entry(SystemRegister.SYSENTER_EIP, VmcsField.GUEST_IA32_SYSENTER_EIP)));

    private MachineState() {}

    /** The processor's registers as they are. */
    public static StartState capture(LogicalProcessor cpu) {
        Map<Gpr, Long> general = new EnumMap<>(Gpr.class);
        for (var register : Gpr.values()) general.put(register, cpu.get(register));
        Map<SystemRegister, Long> system = new EnumMap<>(SystemRegister.class);
        for (var register : SystemRegister.values()) {
            if (register != SystemRegister.TSC) system.put(register, cpu.get(register));
        }
        Map<SegmentName, SegmentState> segments = new EnumMap<>(SegmentName.class);
        for (var segment : SegmentName.values()) segments.put(segment, cpu.get(segment));
        var extended = new ExtendedState();
        cpu.save(extended);
        return new StartState(cpu.rip(), cpu.rflags(), general, system, segments, extended);
    }

    /** {@code base}, with the registers that {@code changes} names replaced. It names no x87, MMX or SSE register. */
    public static StartState overlay(StartState base, StartState changes) {
        Map<Gpr, Long> general = new EnumMap<>(base.general());
        general.putAll(changes.general());
        Map<SystemRegister, Long> system = new EnumMap<>(base.system());
        system.putAll(changes.system());
        Map<SegmentName, SegmentState> segments = new EnumMap<>(base.segments());
        segments.putAll(changes.segments());
        return new StartState(changes.rip(), changes.rflags() | Rflags.FIXED, general, system, segments, base.extended());
    }

    /** {@code state} with CR4.VMXE clear, as outside VMX operation: a guest can't have the bit. */
    public static StartState outsideVmx(StartState state) {
        Map<SystemRegister, Long> system = new EnumMap<>(state.system());
        system.computeIfPresent(SystemRegister.CR4, (_, cr4) -> cr4 & ~Cr4.VMXE);
        return new StartState(state.rip(), state.rflags(), state.general(), system, state.segments(), state.extended());
    }

    /** Whether PAE paging is on. */
    public static boolean usesPae(StartState state) {
        boolean paging = (state.system().getOrDefault(SystemRegister.CR0, 0L) & Cr0.PG) != 0;
        boolean pae = (state.system().getOrDefault(SystemRegister.CR4, 0L) & Cr4.PAE) != 0;
        return paging && pae && (state.system().getOrDefault(SystemRegister.EFER, 0L) & Efer.LMA) == 0;
    }

    /** Makes this the processor's state. */
    public static void apply(StartState state, LogicalProcessor cpu) {
        state.system().forEach((register, value) -> {
            if (register != SystemRegister.CR0) cpu.set(register, value);
        });
        if (state.system().containsKey(SystemRegister.CR0)) cpu.set(SystemRegister.CR0, state.system().get(SystemRegister.CR0));
        state.segments().forEach(cpu::set);
        state.general().forEach(cpu::set);
        cpu.restore(state.extended());
        cpu.rflags(state.rflags());
        cpu.rip(state.rip());
    }

    /** Writes a complete state to the guest-state area of the current VMCS. */
    public static void write(StartState state, FieldWriter vmcs, GuestCapabilities capabilities) {
        FIELDS.forEach((register, field) -> vmcs.set(field, state.system().getOrDefault(register, 0L)));
        vmcs.set(VmcsField.GUEST_CR0, state.system().getOrDefault(SystemRegister.CR0, 0L) | capabilities.cr0Fixed0());
        vmcs.set(VmcsField.GUEST_CR4, state.system().getOrDefault(SystemRegister.CR4, 0L) | capabilities.cr4Fixed0());
        state.segments().forEach((name, segment) -> write(name, segment, vmcs));
        vmcs.set(VmcsField.GUEST_RSP, state.general().getOrDefault(Gpr.RSP, 0L));
        vmcs.set(VmcsField.GUEST_RIP, state.rip());
        vmcs.set(VmcsField.GUEST_RFLAGS, state.rflags() | Rflags.FIXED);
        vmcs.set(VmcsField.VMCS_LINK_POINTER, -1);
        vmcs.set(VmcsField.GUEST_ACTIVITY_STATE, ActivityState.ACTIVE);
        vmcs.set(VmcsField.GUEST_INTERRUPTIBILITY_STATE, 0);
        vmcs.set(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS, 0);
    }

    /** The guest's complete state, from the current VMCS and, for what no field holds, from the processor. */
    public static StartState read(Vmcs vmcs, LogicalProcessor cpu, ShadowedRegisters shadowed) {
        var live = capture(cpu);
        var system = new EnumMap<>(live.system());
        FIELDS.forEach((register, field) -> system.put(register, vmcs.get(field)));
        system.put(SystemRegister.CR0, shadowed.cr0(vmcs));
        system.put(SystemRegister.CR4, shadowed.cr4(vmcs));
        Map<SegmentName, SegmentState> segments = new EnumMap<>(SegmentName.class);
        for (var name : SegmentName.values()) segments.put(name, read(name, vmcs));
        system.put(SystemRegister.FS_BASE, segments.get(SegmentName.FS).base());
        system.put(SystemRegister.GS_BASE, segments.get(SegmentName.GS).base());
        var general = new EnumMap<>(live.general());
        general.put(Gpr.RSP, vmcs.get(VmcsField.GUEST_RSP));
        return new StartState(vmcs.get(VmcsField.GUEST_RIP), vmcs.get(VmcsField.GUEST_RFLAGS), general, system, segments, live.extended());
    }

    private static void write(SegmentName name, SegmentState segment, FieldWriter vmcs) {
        int index = name.ordinal();
        vmcs.set(SegmentFields.SELECTOR.get(index), segment.selector());
        vmcs.set(SegmentFields.BASE.get(index), segment.base());
        vmcs.set(SegmentFields.LIMIT.get(index), Integer.toUnsignedLong(segment.limit()));
        vmcs.set(SegmentFields.RIGHTS.get(index), segment.rights());
    }

    private static SegmentState read(SegmentName name, Vmcs vmcs) {
        int index = name.ordinal();
        return new SegmentState((int) vmcs.get(SegmentFields.SELECTOR.get(index)), vmcs.get(SegmentFields.BASE.get(index)),
                (int) vmcs.get(SegmentFields.LIMIT.get(index)), (int) vmcs.get(SegmentFields.RIGHTS.get(index)));
    }

    /** The destination of a state's fields. */
    @FunctionalInterface interface FieldWriter {
        void set(VmcsField field, long value);
    }
}
