package hv.testkit;

import hv.api.x86.Hpa;
import java.util.Map;
import java.util.TreeMap;

/** Host-physical memory of a fake machine: the guest's memory at {@link #base}, plugins' frames above 4 GiB. */
final class FakeHost {
    private static final long FIRST_FRAME = 0x1_0000_0000L;

    private final Map<Long, FakeFrame> frames = new TreeMap<>();
    private final FakeMemory memory;
    private final Hpa base;
    private long next = FIRST_FRAME;

    FakeHost(FakeMemory memory, Hpa base) {
        this.memory = memory;
        this.base = base;
    }

    Hpa base() { return base; }

    FakeFrame newFrame() {
        var frame = new FakeFrame(new Hpa(next), this);
        frames.put(next, frame);
        next += 4096;
        return frame;
    }

    void release(FakeFrame frame) { frames.remove(frame.address().value()); }
    int framesInUse() { return frames.size(); }

    /** The 4096 bytes at a page-aligned host-physical address. */
    byte[] page(long address) {
        var frame = frames.get(address);
        if (frame == null) return memory.read(address - base.value(), 4096);
        var octets = new byte[4096];
        frame.read(0, octets);
        return octets;
    }
}
