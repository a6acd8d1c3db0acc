package hv.cpu.entry;

/** Bits of the VM-exit and VM-entry controls. */
public final class TransitionControls {
    public static final int SAVE_DEBUG = 1 << 2, HOST_64 = 1 << 9, EXIT_LOAD_PERF_GLOBAL = 1 << 12, ACKNOWLEDGE_INTERRUPT = 1 << 15, SAVE_PAT = 1 << 18,
            EXIT_LOAD_PAT = 1 << 19, SAVE_EFER = 1 << 20, EXIT_LOAD_EFER = 1 << 21, SAVE_PREEMPTION_TIMER = 1 << 22;
    public static final int LOAD_DEBUG = 1 << 2, IA32E_GUEST = 1 << 9, TO_SMM = 1 << 10, DEACTIVATE_DUAL_MONITOR = 1 << 11,
            ENTRY_LOAD_PERF_GLOBAL = 1 << 13, ENTRY_LOAD_PAT = 1 << 14, ENTRY_LOAD_EFER = 1 << 15;

    private TransitionControls() {}
}
