package hv.core.host;

import hv.api.x86.Hpa;
import hv.core.report.HvException;
import hv.cpu.platform.Ram;
import java.util.ArrayDeque;

/** Allocates 4-KiB frames of the RAM above all guests' memory, which no guest's map shows. */
public final class FrameAllocator {
    public static final int FRAME = 4096;
    private static final byte[] ZEROS = new byte[FRAME];

    private final Ram ram;
    private final long end;
    private final ArrayDeque<Hpa> free = new ArrayDeque<>();
    private long next;

    /** @param first the end of guests' memory, a multiple of 4096; the allocator owns all RAM from there on */
    public FrameAllocator(Ram ram, Hpa first) {
        this.ram = ram;
        this.next = first.value();
        this.end = ram.bytes();
    }

    /**
     * A zeroed frame.
     *
     * @throws IllegalStateException when there is none left
     */
    public Hpa allocate() {
        var frame = free.isEmpty() ? fresh() : free.pop();
        ram.write(frame.value(), ZEROS, 0, FRAME);
        return frame;
    }

    public void release(Hpa frame) { free.push(frame); }

    private Hpa fresh() {
        if (next + FRAME > end) throw new IllegalStateException("the host's own memory is used up: no frame is left");
        next += FRAME;
        return new Hpa(next - FRAME);
    }

    /** The memory that the host needs for {@code machines} virtual machines of {@code guestBytes} in all, with some for plugins. */
    public static long hostBytes(int machines, long guestBytes) {
        if (guestBytes < 0) throw HvException.defect("negative guest memory");
        return align((16L << 20) + machines * (1L << 20) + guestBytes / 256);
    }

    /** Rounds up to a multiple of 2 MiB, so that large EPT pages fit. */
    public static long align(long address) { return (address + 0x1F_FFFF) & -0x20_0000L; }
}
