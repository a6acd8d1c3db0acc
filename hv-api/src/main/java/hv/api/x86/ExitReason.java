package hv.api.x86;

import java.util.Optional;

/**
 * Basic exit reasons.
 *
 * @sdm 3C appendix C "VMX Basic Exit Reasons"
 */
public enum ExitReason {
    /** Exception or non-maskable interrupt. */
    EXCEPTION_OR_NMI(0),
    /** External interrupt. */
    EXTERNAL_INTERRUPT(1),
    /** Triple fault. */
    TRIPLE_FAULT(2),
    /** INIT signal. */
    INIT_SIGNAL(3),
    /** Start-up IPI (SIPI). */
    STARTUP_IPI(4),
    /** I/O system-management interrupt. */
    IO_SMI(5),
    /** Other SMI. */
    OTHER_SMI(6),
    /** Interrupt window. */
    INTERRUPT_WINDOW(7),
    /** NMI window. */
    NMI_WINDOW(8),
    /** Task switch. */
    TASK_SWITCH(9),
    /** CPUID. */
    CPUID(10),
    /** GETSEC. */
    GETSEC(11),
    /** HLT. */
    HLT(12),
    /** INVD. */
    INVD(13),
    /** INVLPG. */
    INVLPG(14),
    /** RDPMC. */
    RDPMC(15),
    /** RDTSC. */
    RDTSC(16),
    /** RSM in SMM. */
    RSM(17),
    /** VMCALL. */
    VMCALL(18),
    /** VMCLEAR. */
    VMCLEAR(19),
    /** VMLAUNCH. */
    VMLAUNCH(20),
    /** VMPTRLD. */
    VMPTRLD(21),
    /** VMPTRST. */
    VMPTRST(22),
    /** VMREAD. */
    VMREAD(23),
    /** VMRESUME. */
    VMRESUME(24),
    /** VMWRITE. */
    VMWRITE(25),
    /** VMXOFF. */
    VMXOFF(26),
    /** VMXON. */
    VMXON(27),
    /** Control-register access. */
    CONTROL_REGISTER_ACCESS(28),
    /** MOV DR. */
    MOV_DR(29),
    /** I/O instruction. */
    IO_INSTRUCTION(30),
    /** RDMSR. */
    RDMSR(31),
    /** WRMSR or WRMSRNS. */
    WRMSR(32),
    /** VM-entry failure due to invalid guest state. */
    ENTRY_FAILURE_INVALID_GUEST_STATE(33),
    /** VM-entry failure due to MSR loading. */
    ENTRY_FAILURE_MSR_LOADING(34),
    /** MWAIT. */
    MWAIT(36),
    /** Monitor trap flag. */
    MONITOR_TRAP_FLAG(37),
    /** MONITOR. */
    MONITOR(39),
    /** PAUSE. */
    PAUSE(40),
    /** VM-entry failure due to machine-check event. */
    ENTRY_FAILURE_MACHINE_CHECK(41),
    /** TPR below threshold. */
    TPR_BELOW_THRESHOLD(43),
    /** APIC access. */
    APIC_ACCESS(44),
    /** Virtualized EOI. */
    VIRTUALIZED_EOI(45),
    /** Access to GDTR or IDTR. */
    GDTR_OR_IDTR_ACCESS(46),
    /** Access to LDTR or TR. */
    LDTR_OR_TR_ACCESS(47),
    /** EPT violation. */
    EPT_VIOLATION(48),
    /** EPT misconfiguration. */
    EPT_MISCONFIGURATION(49),
    /** INVEPT. */
    INVEPT(50),
    /** RDTSCP. */
    RDTSCP(51),
    /** VMX-preemption timer expired. */
    VMX_PREEMPTION_TIMER_EXPIRED(52),
    /** INVVPID. */
    INVVPID(53),
    /** WBINVD or WBNOINVD. */
    WBINVD_OR_WBNOINVD(54),
    /** XSETBV. */
    XSETBV(55),
    /** APIC write. */
    APIC_WRITE(56),
    /** RDRAND. */
    RDRAND(57),
    /** INVPCID. */
    INVPCID(58),
    /** VMFUNC. */
    VMFUNC(59),
    /** ENCLS. */
    ENCLS(60),
    /** RDSEED. */
    RDSEED(61),
    /** Page-modification log full. */
    PAGE_MODIFICATION_LOG_FULL(62),
    /** XSAVES. */
    XSAVES(63),
    /** XRSTORS. */
    XRSTORS(64),
    /** PCONFIG. */
    PCONFIG(65),
    /** Sub-page-permission miss or misconfiguration. */
    SPP_RELATED_EVENT(66),
    /** UMWAIT. */
    UMWAIT(67),
    /** TPAUSE. */
    TPAUSE(68),
    /** LOADIWKEY. */
    LOADIWKEY(69),
    /** ENCLV. */
    ENCLV(70),
    /** ENQCMD PASID translation failure. */
    ENQCMD_PASID_TRANSLATION_FAILURE(72),
    /** ENQCMDS PASID translation failure. */
    ENQCMDS_PASID_TRANSLATION_FAILURE(73),
    /** Bus lock. */
    BUS_LOCK(74),
    /** Instruction timeout. */
    INSTRUCTION_TIMEOUT(75),
    /** SEAMCALL. */
    SEAMCALL(76),
    /** TDCALL. */
    TDCALL(77),
    /** RDMSRLIST. */
    RDMSRLIST(78),
    /** WRMSRLIST. */
    WRMSRLIST(79),
    /** URDMSR. */
    URDMSR(80),
    /** UWRMSR. */
    UWRMSR(81),
    /** RDMSR with immediate MSR address. */
    RDMSR_IMMEDIATE(84),
    /** WRMSRNS with immediate MSR address. */
    WRMSRNS_IMMEDIATE(85);

    /** Bit 31 of the exit-reason field: the VM entry failed. */
    public static final int ENTRY_FAILURE = 1 << 31;
    /** Bits 15:0 of the exit-reason field, the basic exit reason. */
    public static final int BASIC = 0xFFFF;

    private static final ExitReason[] BY_NUMBER = new ExitReason[128];
    static {
        for (var reason : values()) BY_NUMBER[reason.number] = reason;
    }

    private final int number;
    ExitReason(int number) { this.number = number; }

    /** The reason with this number (bits 15:0 of the exit-reason field). */
    public static Optional<ExitReason> of(int number) {
        return number < 0 || number >= BY_NUMBER.length ? Optional.empty() : Optional.ofNullable(BY_NUMBER[number]);
    }

    public int number() { return number; }
}
