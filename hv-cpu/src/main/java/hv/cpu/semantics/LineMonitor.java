package hv.cpu.semantics;

import hv.cpu.platform.CodeLines;

/**
 * The address range that MONITOR watches: a line of RAM, whose writes are found as those to decoded code are.
 *
 * @sdm 3A "MONITOR/MWAIT Address Range Determination"
 */
public final class LineMonitor implements CodeLines.Listener {
    /** CPUID.05H tells that a monitored line has so many bytes. */
    private static final int BYTES = 64;

    private final Cpu cpu;

    LineMonitor(Cpu cpu) {
        this.cpu = cpu;
        cpu.ram.code().listen(this);
    }

    /** Watches the line that holds this physical address; outside RAM nothing is ever written. */
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
