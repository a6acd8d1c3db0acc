package hv.core.guest.state;

import hv.api.x86.ExitReason;
import hv.api.x86.PinBasedControls;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.core.host.ControlWord;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Execution controls by name, each with the exit reasons that it makes. No reason leads to interrupt-window or NMI-window exiting: while a guest can
 * take interrupts, such a control makes every VM entry exit at once, for ever. The framework alone sets them, while an interrupt or an NMI waits;
 * plugins that intercept these exits are told of those.
 *
 * @sdm 3C chapter 25 "VM-Execution Control Fields"
 */
public enum ControlBit {
    EXTERNAL_INTERRUPT_EXITING(ControlWord.PIN, PinBasedControls.EXTERNAL_INTERRUPT_EXITING, ExitReason.EXTERNAL_INTERRUPT),
    NMI_EXITING(ControlWord.PIN, PinBasedControls.NMI_EXITING),
    VIRTUAL_NMIS(ControlWord.PIN, PinBasedControls.VIRTUAL_NMIS),
    PREEMPTION_TIMER(ControlWord.PIN, PinBasedControls.ACTIVATE_VMX_PREEMPTION_TIMER, ExitReason.VMX_PREEMPTION_TIMER_EXPIRED),

    INTERRUPT_WINDOW_EXITING(ControlWord.PRIMARY, PrimaryControls.INTERRUPT_WINDOW_EXITING),
    TSC_OFFSETTING(ControlWord.PRIMARY, PrimaryControls.USE_TSC_OFFSETTING),
    HLT_EXITING(ControlWord.PRIMARY, PrimaryControls.HLT_EXITING, ExitReason.HLT),
    INVLPG_EXITING(ControlWord.PRIMARY, PrimaryControls.INVLPG_EXITING, ExitReason.INVLPG, ExitReason.INVPCID),
    MWAIT_EXITING(ControlWord.PRIMARY, PrimaryControls.MWAIT_EXITING, ExitReason.MWAIT),
    RDPMC_EXITING(ControlWord.PRIMARY, PrimaryControls.RDPMC_EXITING, ExitReason.RDPMC),
    RDTSC_EXITING(ControlWord.PRIMARY, PrimaryControls.RDTSC_EXITING, ExitReason.RDTSC, ExitReason.RDTSCP),
    CR3_LOAD_EXITING(ControlWord.PRIMARY, PrimaryControls.CR3_LOAD_EXITING),
    CR3_STORE_EXITING(ControlWord.PRIMARY, PrimaryControls.CR3_STORE_EXITING),
    CR8_LOAD_EXITING(ControlWord.PRIMARY, PrimaryControls.CR8_LOAD_EXITING),
    CR8_STORE_EXITING(ControlWord.PRIMARY, PrimaryControls.CR8_STORE_EXITING),
    USE_TPR_SHADOW(ControlWord.PRIMARY, PrimaryControls.USE_TPR_SHADOW),
    NMI_WINDOW_EXITING(ControlWord.PRIMARY, PrimaryControls.NMI_WINDOW_EXITING),
    MOV_DR_EXITING(ControlWord.PRIMARY, PrimaryControls.MOV_DR_EXITING, ExitReason.MOV_DR),
    USE_IO_BITMAPS(ControlWord.PRIMARY, PrimaryControls.USE_IO_BITMAPS),
    MONITOR_TRAP_FLAG(ControlWord.PRIMARY, PrimaryControls.MONITOR_TRAP_FLAG, ExitReason.MONITOR_TRAP_FLAG),
    USE_MSR_BITMAPS(ControlWord.PRIMARY, PrimaryControls.USE_MSR_BITMAPS),
    MONITOR_EXITING(ControlWord.PRIMARY, PrimaryControls.MONITOR_EXITING, ExitReason.MONITOR),
    PAUSE_EXITING(ControlWord.PRIMARY, PrimaryControls.PAUSE_EXITING, ExitReason.PAUSE),
    SECONDARY_CONTROLS(ControlWord.PRIMARY, PrimaryControls.ACTIVATE_SECONDARY_CONTROLS),

    VIRTUALIZE_APIC_ACCESSES(ControlWord.SECONDARY, SecondaryControls.VIRTUALIZE_APIC_ACCESSES),
    VIRTUALIZE_X2APIC_MODE(ControlWord.SECONDARY, SecondaryControls.VIRTUALIZE_X2APIC_MODE),
    APIC_REGISTER_VIRTUALIZATION(ControlWord.SECONDARY, SecondaryControls.APIC_REGISTER_VIRTUALIZATION),
    VIRTUAL_INTERRUPT_DELIVERY(ControlWord.SECONDARY, SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY),
    ENABLE_EPT(ControlWord.SECONDARY, SecondaryControls.ENABLE_EPT),
    DESCRIPTOR_TABLE_EXITING(ControlWord.SECONDARY, SecondaryControls.DESCRIPTOR_TABLE_EXITING, ExitReason.GDTR_OR_IDTR_ACCESS, ExitReason.LDTR_OR_TR_ACCESS),
    ENABLE_RDTSCP(ControlWord.SECONDARY, SecondaryControls.ENABLE_RDTSCP),
    ENABLE_VPID(ControlWord.SECONDARY, SecondaryControls.ENABLE_VPID),
    WBINVD_EXITING(ControlWord.SECONDARY, SecondaryControls.WBINVD_EXITING, ExitReason.WBINVD_OR_WBNOINVD),
    UNRESTRICTED_GUEST(ControlWord.SECONDARY, SecondaryControls.UNRESTRICTED_GUEST),
    RDRAND_EXITING(ControlWord.SECONDARY, SecondaryControls.RDRAND_EXITING, ExitReason.RDRAND),
    ENABLE_INVPCID(ControlWord.SECONDARY, SecondaryControls.ENABLE_INVPCID),
    RDSEED_EXITING(ControlWord.SECONDARY, SecondaryControls.RDSEED_EXITING, ExitReason.RDSEED),
    ENABLE_XSAVES(ControlWord.SECONDARY, SecondaryControls.ENABLE_XSAVES_XRSTORS);

    private static final Map<ExitReason, ControlBit> BY_REASON = new EnumMap<>(ExitReason.class);
    static {
        for (var control : values()) {
            for (var reason : control.reasons) BY_REASON.put(reason, control);
        }
    }

    private final ControlWord word;
    private final int mask;
    private final ExitReason[] reasons;

    ControlBit(ControlWord word, int mask, ExitReason... reasons) {
        this.word = word;
        this.mask = mask;
        this.reasons = reasons;
    }

    public ControlWord word() { return word; }
    public int mask() { return mask; }

    /** The control that makes all exits of a reason; empty where a bitmap, a mask or nothing does. */
    public static Optional<ControlBit> of(ExitReason reason) { return Optional.ofNullable(BY_REASON.get(reason)); }
}
