package hv.handlers.cpuid;

import hv.api.x86.CpuidResult;

/** One register of one leaf. */
record Word(Leaf leaf, Register register) {
    int in(CpuidResult result) { return register.in(result); }
    @Override public String toString() { return "CPUID." + leaf + ":" + register; }
}
