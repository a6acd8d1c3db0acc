package hv.core.guest.state;

/** Bits of registers and VMCS fields that the framework reads and writes. */
public final class Bits {
    public static final long CR0_PE = 1, CR0_TS = 8, CR0_NE = 1 << 5, CR0_WP = 1 << 16, CR0_PG = 1L << 31;
    public static final long CR4_DE = 1 << 3, CR4_PAE = 1 << 5, CR4_VMXE = 1 << 13, CR4_PCIDE = 1 << 17, CR4_OSXSAVE = 1 << 18;
    public static final long EFER_SCE = 1, EFER_LME = 1 << 8, EFER_LMA = 1 << 10, EFER_NXE = 1 << 11;
    public static final long RFLAGS_CF = 1, RFLAGS_TF = 1 << 8, RFLAGS_IF = 1 << 9, RFLAGS_DF = 1 << 10;
    public static final long DEBUGCTL_BTF = 2, DR7_GD = 1 << 13;
    public static final long PENDING_ENABLED = 1 << 12, PENDING_BS = 1 << 14;
    /** Interruptibility state. */
    public static final long BLOCKED_BY_STI = 1, BLOCKED_BY_MOV_SS = 2, BLOCKED_BY_NMI = 8;
    public static final long CS_L = 1 << 13, SS_B = 1 << 14;
    public static final int ENTRY_IA32E_GUEST = 1 << 9;
    /** Save VMX-preemption timer value, allowed only while the timer is active. */
    public static final int EXIT_SAVE_TIMER = 1 << 22;
    public static final long ACTIVITY_ACTIVE = 0;

    private Bits() {}
}
