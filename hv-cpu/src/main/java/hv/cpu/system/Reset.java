package hv.cpu.system;

import hv.cpu.semantics.Cpu;

/** RESET. */
public final class Reset {
    private Reset() {}

    /** Puts every register, MSR and segment into the state after RESET; VMX state, controls and memory caches are not touched. */
    public static void reset(Cpu c) { throw new UnsupportedOperationException(); }
}
