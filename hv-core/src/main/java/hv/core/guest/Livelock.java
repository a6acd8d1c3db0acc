package hv.core.guest;

import hv.cpu.LogicalProcessor;

/** Notices exits that come again and again while no instruction retires: time stands still then, so nothing else would end the run. */
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
