package hv.cpu.state;

import java.util.HashMap;
import java.util.Map;

/**
 * Registers that neither VM entry nor VM exit loads (except from lists of MSRs). So they are the same whether a host's registers have been loaded yet
 * or not ({@link LazyHost}). The same is true of the general registers but RSP, and of the debug registers but DR7, which share arrays with those.
 */
public class UnswitchedRegisters {
    public final X87State x87 = new X87State();
    public final VectorState vector = new VectorState();
    public long cr2, xcr0 = 1;
    public long star, lstar, cstar, fmask, kernelGsBase, tscAux;
    /** The difference of the time-stamp counter from the machine's ticks. */
    public long tscOffset;
    /** IA32_TSC_ADJUST: the sum of software's adjustments of the counter. */
    public long tscAdjust;
    /** IA32_MISC_ENABLE. */
    public long miscEnable;
    /** Performance counters. */
    public final CounterState counters = new CounterState();
    /** Any other MSR, by index: machine check, MTRR, IA32_FEATURE_CONTROL, … */
    public final Map<Integer, Long> msrs = new HashMap<>();
}
