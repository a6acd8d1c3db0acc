package hv.cpu.state;

import hv.cpu.platform.ProcessorProfile;

/**
 * Differences between processors in the x87 pointers.
 *
 * @sdm 1 "x87 FPU Instruction and Data (Operand) Pointers"; 2A "CPUID—CPU Identification", leaf 07H
 */
public final class X87Pointers {
    private static final int FDP_EXCEPTION_ONLY = 6, NO_SELECTORS = 13;

    /** Whether FDP changes only where an instruction raises an unmasked exception. */
    public final boolean dataOnExceptionOnly;
    /** Whether FCS and FDS are saved as 0. */
    public final boolean noSelectors;

    public X87Pointers(ProcessorProfile profile) {
        dataOnExceptionOnly = profile.offers(7, 0, 'b', FDP_EXCEPTION_ONLY);
        noSelectors = profile.offers(7, 0, 'b', NO_SELECTORS);
    }
}
