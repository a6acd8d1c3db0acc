package hv.cpu.performance;

import hv.api.x86.CpuidResult;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfile.Leaf;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.state.CounterState;
import java.util.HashMap;

/** Performance counters after RESET, of a processor whose cycles pass by hand. */
final class CounterBench implements PerformanceMonitor.Processor {
    static final int PMC0 = 0xC1, SELECT0 = 0x186, FIXED0 = 0x309, FIXED1 = 0x30A, FIXED2 = 0x30B, FIXED_CONTROL = 0x38D, STATUS = 0x38E, GLOBAL = 0x38F,
            OVERFLOW = 0x390;
    /** Bits of a select register. */
    static final long USER = 1 << 16, SYSTEM = 1 << 17, EDGE = 1 << 18, INTERRUPT = 1 << 20, ENABLE = 1 << 22, INVERT = 1 << 23, ON = USER | SYSTEM | ENABLE;
    static final long CYCLES = 0x3C, INSTRUCTIONS = 0xC0, REFERENCE = 0x13C;
    static final int FIXED = 1 << 30;

    final CounterState state = new CounterState();
    final PerformanceMonitor monitor;
    long cycles, instructions;
    int overflows;

    CounterBench() { this(ProcessorProfiles.load(ProcessorProfiles.REFERENCE)); }

    CounterBench(ProcessorProfile profile) {
        monitor = new PerformanceMonitor(profile, state, this);
        monitor.reset();
    }

    /** A processor with two counters and one of fixed function, of 40 bits. Its CPUID leaf 0AH reports two events, the only ones when it was made. */
    static CounterBench small() {
        var reference = ProcessorProfiles.load(ProcessorProfiles.REFERENCE);
        var leaves = new HashMap<>(reference.cpuid());
        leaves.put(new Leaf(0xA, 0), new CpuidResult(0x0228_0202, 0, 0, 0x501));
        return new CounterBench(new ProcessorProfile("small", "", leaves, reference.msrs(), 0));
    }

    /** The first counter counts this. */
    CounterBench counting(long select) {
        write(SELECT0, select);
        return this;
    }

    void execute(long instructions) { execute(instructions, instructions); }

    void execute(long cycles, long instructions) {
        this.cycles += cycles;
        this.instructions += instructions;
    }

    boolean writes(int msr, long value) { return monitor.writeMsr(msr, value); }
    void write(int msr, long value) { if (!writes(msr, value)) throw new IllegalArgumentException("MSR %XH refuses %XH".formatted(msr, value)); }
    long read(int msr) { return monitor.readMsr(msr).orElseThrow(); }
    long counter(int number) { return monitor.read(number).orElseThrow(); }

    @Override public long cycles() { return cycles; }
    @Override public long instructions() { return instructions; }
    @Override public void overflow() { overflows++; }
}
