package hv.core;

import hv.api.x86.Hpa;
import hv.core.config.HypervisorConfig;
import hv.core.config.VmConfig;
import hv.core.host.Firmware;
import hv.core.host.FrameAllocator;
import hv.core.machine.Board;
import hv.core.machine.ProcessorLines;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.util.ArrayList;
import java.util.List;

/**
 * The emulated machine of one run: RAM with the guests' memory at the bottom (the main one's at 0) and the host's own above all of it,
 * a clock, a bus, and the processors, the bootstrap processor first.
 */
final class Platform implements AutoCloseable {
    private final List<Hpa> bases = new ArrayList<>();
    private final Hpa hostArea;
    private final Ram ram;
    private final VirtualClock clock = new VirtualClock();
    private final SwitchedBus bus = new SwitchedBus();
    private final List<LogicalProcessor> cpus;

    /** @throws HvException (user's mistake) if a guest's memory has an impossible size */
    Platform(HypervisorConfig config) {
        long next = 0;
        for (var machine : config.machines()) {
            check(machine);
            bases.add(new Hpa(next));
            next = FrameAllocator.align(next + machine.memory());
        }
        hostArea = new Hpa(next);
        ram = new Ram(next + FrameAllocator.hostBytes(config.machines().size(), next));
        cpus = List.of(config.processors().make(config.profile(), ram, bus, clock));
        Firmware.run(cpu());
        cpu().seed(config.options().seed());
    }

    private static void check(VmConfig machine) {
        if (machine.memory() > 0 && (machine.memory() & 0xFFF) == 0) return;
        throw HvException.user("memory of '%s' is %d bytes; it takes a positive multiple of 4096".formatted(machine.name(), machine.memory()));
    }

    /** The address of a machine's memory. */
    Hpa base(int machine) { return bases.get(machine); }
    Hpa hostArea() { return hostArea; }
    Ram ram() { return ram; }
    VirtualClock clock() { return clock; }
    SwitchedBus bus() { return bus; }

    /** The processors themselves execute the machine's code: devices are on their bus, and their local APICs are the machine's. */
    void nativeOn(Board board) {
        bus.nativeOn(board);
        board.lines().leadTo(new ProcessorLines.Processor() {
            @Override public void a20(boolean open) { cpus.forEach(cpu -> cpu.a20(open)); }
            @Override public void ignoreFloatingPointError() { cpus.forEach(LogicalProcessor::ignoreFloatingPointError); }
        });
        cpus.forEach(cpu -> cpu.apic().join(board.pins().apics()));
    }
    /** The bootstrap processor. */
    LogicalProcessor cpu() { return cpus.getFirst(); }

    @Override public void close() { ram.close(); }
}
