package hv.core.guest.state;

import hv.api.x86.ExitReason;
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
    EXTERNAL_INTERRUPT_EXITING(ControlWord.PIN, 0, ExitReason.EXTERNAL_INTERRUPT), NMI_EXITING(ControlWord.PIN, 3), VIRTUAL_NMIS(ControlWord.PIN, 5),
    PREEMPTION_TIMER(ControlWord.PIN, 6, ExitReason.VMX_PREEMPTION_TIMER_EXPIRED),

    INTERRUPT_WINDOW_EXITING(ControlWord.PRIMARY, 2), TSC_OFFSETTING(ControlWord.PRIMARY, 3), HLT_EXITING(ControlWord.PRIMARY, 7, ExitReason.HLT),
    INVLPG_EXITING(ControlWord.PRIMARY, 9, ExitReason.INVLPG, ExitReason.INVPCID), MWAIT_EXITING(ControlWord.PRIMARY, 10, ExitReason.MWAIT),
    RDPMC_EXITING(ControlWord.PRIMARY, 11, ExitReason.RDPMC), RDTSC_EXITING(ControlWord.PRIMARY, 12, ExitReason.RDTSC, ExitReason.RDTSCP),
    CR3_LOAD_EXITING(ControlWord.PRIMARY, 15), CR3_STORE_EXITING(ControlWord.PRIMARY, 16), CR8_LOAD_EXITING(ControlWord.PRIMARY, 19),
    CR8_STORE_EXITING(ControlWord.PRIMARY, 20), USE_TPR_SHADOW(ControlWord.PRIMARY, 21), NMI_WINDOW_EXITING(ControlWord.PRIMARY, 22),
    MOV_DR_EXITING(ControlWord.PRIMARY, 23, ExitReason.MOV_DR), USE_IO_BITMAPS(ControlWord.PRIMARY, 25),
    MONITOR_TRAP_FLAG(ControlWord.PRIMARY, 27, ExitReason.MONITOR_TRAP_FLAG), USE_MSR_BITMAPS(ControlWord.PRIMARY, 28),
    MONITOR_EXITING(ControlWord.PRIMARY, 29, ExitReason.MONITOR), PAUSE_EXITING(ControlWord.PRIMARY, 30, ExitReason.PAUSE),
    SECONDARY_CONTROLS(ControlWord.PRIMARY, 31),

    VIRTUALIZE_APIC_ACCESSES(ControlWord.SECONDARY, 0), VIRTUALIZE_X2APIC_MODE(ControlWord.SECONDARY, 4),
    APIC_REGISTER_VIRTUALIZATION(ControlWord.SECONDARY, 8), VIRTUAL_INTERRUPT_DELIVERY(ControlWord.SECONDARY, 9),
    ENABLE_EPT(ControlWord.SECONDARY, 1),
    DESCRIPTOR_TABLE_EXITING(ControlWord.SECONDARY, 2, ExitReason.GDTR_OR_IDTR_ACCESS, ExitReason.LDTR_OR_TR_ACCESS),
    ENABLE_RDTSCP(ControlWord.SECONDARY, 3), ENABLE_VPID(ControlWord.SECONDARY, 5), WBINVD_EXITING(ControlWord.SECONDARY, 6,
            ExitReason.WBINVD_OR_WBNOINVD), UNRESTRICTED_GUEST(ControlWord.SECONDARY, 7), RDRAND_EXITING(ControlWord.SECONDARY, 11,
            ExitReason.RDRAND), ENABLE_INVPCID(ControlWord.SECONDARY, 12), RDSEED_EXITING(ControlWord.SECONDARY, 16, ExitReason.RDSEED),
    ENABLE_XSAVES(ControlWord.SECONDARY, 20);

    private static final Map<ExitReason, ControlBit> BY_REASON = new EnumMap<>(ExitReason.class);
    static {
        for (var control : values()) {
            for (var reason : control.reasons) BY_REASON.put(reason, control);
        }
    }

    private final ControlWord word;
    private final int bit;
    private final ExitReason[] reasons;

    ControlBit(ControlWord word, int bit, ExitReason... reasons) {
        this.word = word;
        this.bit = bit;
        this.reasons = reasons;
    }

    public ControlWord word() { return word; }
    public int mask() { return 1 << bit; }

    /** The control that makes all exits of a reason; empty where a bitmap, a mask or nothing does. */
    public static Optional<ControlBit> of(ExitReason reason) { return Optional.ofNullable(BY_REASON.get(reason)); }
}
