package hv.cpu.fuzz;

import hv.api.x86.Gpr;
import hv.cpu.ExtendedStates;
import hv.cpu.LogicalProcessor;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SystemRegister;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.util.Map;
import java.util.SplittableRandom;

/** One machine with random memory, and some runs in it, each from a mode of its own. */
final class FuzzRound implements AutoCloseable {
    private static final int RUNS = 6, INSTRUCTIONS = 3000;
    private static final FuzzMode[] MODES = FuzzMode.values();

    private final SplittableRandom random;
    private final Ram ram = new Ram(FuzzMemory.BYTES);
    private final FuzzMemory memory;
    final LogicalProcessor cpu;

    FuzzRound(long seed) {
        random = new SplittableRandom(seed);
        memory = new FuzzMemory(random, ram, 0);
        cpu = LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, new FuzzBus(random), new VirtualClock());
    }

    /** @param ends how runs ended, counted up */
    void run(Map<String, Integer> ends) {
        memory.fill();
        for (int i = 0; i < RUNS; i++) {
            var mode = MODES[random.nextInt(MODES.length)];
            start(mode);
            cpu.limit(cpu.retired() + INSTRUCTIONS);
            RunResult end = cpu.run();
            ends.merge(mode + " " + end, 1, Integer::sum);
        }
    }

    private void start(FuzzMode mode) {
        cpu.reset();
        mode.enter(cpu, mode.virtual8086() || random.nextInt(3) == 0 && mode != FuzzMode.REAL ? 3 : 0, random.nextInt(0xF000));
        for (Gpr register : Gpr.values()) cpu.set(register, random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(FuzzMemory.BYTES));
        cpu.restore(ExtendedStates.random(random));
        cpu.set(SystemRegister.XCR0, random.nextBoolean() ? 1 : 3);
        cpu.rflags(mode.flags(random.nextInt()));
        cpu.rip(memory.anywhere(mode.byParagraph() || mode == FuzzMode.PROTECTED_16));
        if (random.nextInt(4) == 0) cpu.nmi();
    }

    @Override public void close() { ram.close(); }
}
