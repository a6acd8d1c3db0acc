package hv.core.guest;

import hv.cpu.LogicalProcessor;

/** Detects a guest that makes exits without end while no instruction retires. Time stands still then, so that nothing else would end the run. */
final class Livelock {
    private static final int MOST = 100_000;

    private final LogicalProcessor cpu;
    private long retired = -1;
    private int exits;

    Livelock(LogicalProcessor cpu) { this.cpu = cpu; }

    void exited() {
        long now = cpu.retired();
        exits = now == retired ? exits + 1 : 0;
        retired = now;
    }

    boolean isOne() { return exits > MOST; }
    int exits() { return exits; }
}
