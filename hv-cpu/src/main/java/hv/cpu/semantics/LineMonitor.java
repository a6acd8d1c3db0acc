package hv.cpu.semantics;

import hv.cpu.platform.CodeLines;

/**
 * The address range that MONITOR watches: one line of RAM. A write to it is found in the way in which writes to decoded code are.
 *
 * @sdm 3A "MONITOR/MWAIT Address Range Determination"
 */
public final class LineMonitor implements CodeLines.Listener {
    /** The size of a monitored line, which CPUID.05H reports. */
    private static final int BYTES = 64;

    private final Cpu cpu;

    LineMonitor(Cpu cpu) {
        this.cpu = cpu;
        cpu.ram.code().listen(this);
    }

    /** Watches the line that holds this physical address. Outside RAM no write is ever noticed. */
    public void arm(long physical) {
        cpu.monitorArmed = true;
        cpu.monitoredLine = physical & -BYTES;
        if (cpu.ram.contains(cpu.monitoredLine, BYTES)) cpu.ram.code().mark(cpu.monitoredLine, BYTES);
    }

    @Override public void holdsCode(long frame) {}

    @Override
    public void codeWritten(long physical, long length) {
        if (physical < cpu.monitoredLine + BYTES && physical + length > cpu.monitoredLine) cpu.monitorArmed = false;
    }
}
