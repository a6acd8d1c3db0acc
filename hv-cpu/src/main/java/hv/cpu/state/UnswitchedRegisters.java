package hv.cpu.state;

import java.util.HashMap;
import java.util.Map;

/**
 * Registers that neither VM entry nor VM exit loads (but from lists of MSRs), so that they are the same whether a host's have been loaded yet or
 * not ({@link LazyHost}). The general registers but RSP, and the debug registers but DR7, are so, too, but share their arrays with those.
 */
public class UnswitchedRegisters {
    public final X87State x87 = new X87State();
    public final VectorState vector = new VectorState();
    public long cr2, xcr0 = 1;
    public long star, lstar, cstar, fmask, kernelGsBase, tscAux;
    /** Added to the machine's ticks to give the time-stamp counter. */
    public long tscOffset;
    /** IA32_TSC_ADJUST: by how much software has moved the counter. */
    public long tscAdjust;
    /** IA32_MISC_ENABLE. */
    public long miscEnable;
    /** Performance counters. */
    public final CounterState counters = new CounterState();
    /** Any other MSR, by index: machine check, MTRR, IA32_FEATURE_CONTROL, … */
    public final Map<Integer, Long> msrs = new HashMap<>();
}
