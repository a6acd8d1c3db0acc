package hv.cpu.system;

import hv.cpu.semantics.Cpu;

/** Model-specific registers by index, with the checks that RDMSR and WRMSR make. */
public final class Msrs {
    private Msrs() {}

    /** The value; #GP(0) is thrown where the MSR does not exist. No interception, no CPL check. */
    public static long read(Cpu c, int index) { throw new UnsupportedOperationException(); }

    /** Writes with the checks of WRMSR; #GP(0) is thrown. */
    public static void write(Cpu c, int index, long value) { throw new UnsupportedOperationException(); }
}
