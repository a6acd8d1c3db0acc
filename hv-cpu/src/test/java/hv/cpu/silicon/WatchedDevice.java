package hv.cpu.silicon;

import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.Ram;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A device that is asked between a guest's instructions only, and keeps what is written: memory with a detour. */
final class WatchedDevice implements Bus {
    private record Written(long address, int bytes, long value) {}

    private final Ram registers;
    private final Set<Long> pages = new HashSet<>();
    /** The values that the instruction under way has read so far, in its order. */
    private final List<Long> answers = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();
    private int reads, wantedBytes;
    private long wanted;

    WatchedDevice(Ram registers) { this.registers = registers; }

    void clear() { pages.clear(); }
    void add(long page) { pages.add(page); }
    boolean has(long page) { return pages.contains(page); }

    /** The instruction begins, perhaps again. */
    void begin() {
        reads = 0;
        written.clear();
    }

    /** The instruction is over: what it has written is taken. */
    void commit() {
        take();
        answers.clear();
    }

    private void take() {
        for (var each : written) registers.write(each.address, each.bytes, each.value);
        written.clear();
    }

    /** Answers the read that made the last VM exit, if one did; what the instruction has written before counts. */
    boolean answer() {
        if (wantedBytes == 0) return false;
        var before = new byte[0x1000];
        registers.read(wanted & -0x1000, before, 0, before.length);
        take();
        answers.add(registers.read(wanted, wantedBytes));
        registers.write(wanted & -0x1000, before, 0, before.length);
        wantedBytes = 0;
        return true;
    }

    @Override
    public long read(long address, int bytes) {
        if (reads < answers.size()) return answers.get(reads++);
        wanted = address;
        wantedBytes = bytes;
        throw Exemption.UNANSWERED;
    }

    @Override public void write(long address, int bytes, long value) { written.add(new Written(address, bytes, value)); }
    @Override public int in(int port, int bytes) { return EMPTY.in(port, bytes); }
    @Override public void out(int port, int bytes, int value) { EMPTY.out(port, bytes, value); }
}
