package hv.cpu.semantics;

import hv.cpu.apic.LocalApic;

/** Signals from the local APIC to its processor, which looks at them between two instructions. */
record ApicSignals(Cpu cpu) implements LocalApic.Processor {
    @Override public void nmi() { cpu.nmiPending = true; }
    @Override public void init() { cpu.initPending = true; }
    @Override public void startUp(int vector) { cpu.startUpVector = vector; }
    @Override public void pageChanged() { cpu.mem.invalidation().all(); }
    @Override public long timeStamp() { return cpu.clock.ticks() + cpu.tscOffset; }
}
