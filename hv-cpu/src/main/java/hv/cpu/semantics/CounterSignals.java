package hv.cpu.semantics;

import hv.cpu.performance.PerformanceMonitor;

/** The connection of the performance counters with their processor. */
record CounterSignals(Cpu cpu) implements PerformanceMonitor.Processor {
    @Override public long cycles() { return cpu.cycles; }
    @Override public long instructions() { return cpu.instructions(); }
    @Override public void overflow() { cpu.apic.countersOverflow(); }
}
