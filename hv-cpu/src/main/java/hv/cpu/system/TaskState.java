package hv.cpu.system;

import hv.api.x86.ExceptionVector;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Segment;

/**
 * The parts of the current task-state segment that the processor reads.
 *
 * @sdm 3A "Task-State Segment (TSS)", "16-Bit Task-State Segment" and "TSS in 64-bit Mode"
 */
final class TaskState {
    private static final int MAP_BASE = 0x66;

    private TaskState() {}

    private static Segment tr(Cpu c) { return c.segments[Segment.TR]; }
    private static boolean is32(Cpu c) { return (tr(c).rights & 8) != 0; }

    static int stackSelector(Cpu c, int cpl) { return (int) required(c, is32(c) ? 8 + 8 * cpl : 4 + 4 * cpl, 2); }

    static long stackPointer(Cpu c, int cpl) { return is32(c) ? required(c, 4 + 8 * cpl, 4) : required(c, 2 + 4 * cpl, 2); }

    /** RSP0 to RSP2 of a 64-bit TSS. */
    static long stackPointer64(Cpu c, int cpl) { return canonical(c, required(c, 4 + 8 * cpl, 8)); }

    /** @param number 1 to 7 */
    static long interruptStack(Cpu c, int number) { return canonical(c, required(c, 0x1C + 8 * number, 8)); }

    /** The back link, in the first word. */
    static int link(Cpu c) { return (int) required(c, 0, 2); }

    private static long canonical(Cpu c, long address) {
        if (!Segmentation.canonical(address)) throw c.ss(0);
        return address;
    }

    /** Reads from the TSS; #TS(TR) beyond its limit. */
    private static long required(Cpu c, int offset, int bytes) {
        if (!within(c, offset, bytes)) throw c.fault(ExceptionVector.TS, tr(c).selector & ~3);
        return c.mem.readSystem(DescriptorTables.linear(c, tr(c).base + offset), bytes);
    }

    private static boolean within(Cpu c, int offset, int bytes) { return offset + bytes - 1 <= (tr(c).limit & 0xFFFF_FFFFL); }

    /** Whether the permission bitmap allows less privileged code all of {@code bytes} ports from {@code port} on. */
    static boolean portsAllowed(Cpu c, int port, int bytes) {
        if (tr(c).unusable() || !is32(c) || !within(c, MAP_BASE, 2)) return false;
        int at = (int) required(c, MAP_BASE, 2) + (port >> 3);
        if (!within(c, at, 2)) return false;
        return (required(c, at, 2) >>> (port & 7) & (1 << bytes) - 1) == 0;
    }

    /** Whether INT n in virtual-8086 mode goes to the program's own handler: its bit in the redirection bitmap is 0. */
    static boolean redirected(Cpu c, int vector) {
        if (!within(c, MAP_BASE, 2)) throw c.gp(0);
        int at = (int) required(c, MAP_BASE, 2) - 32 + (vector >> 3);
        if (!within(c, at, 1)) throw c.gp(0);
        return (required(c, at, 1) >>> (vector & 7) & 1) == 0;
    }
}
