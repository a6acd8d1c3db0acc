package hv.core.guest.state;

import hv.api.x86.Hpa;
import hv.api.x86.MsrIndex;
import hv.core.host.FrameAllocator;
import hv.cpu.platform.Ram;

/**
 * The MSR and I/O bitmaps of one virtual machine, in host frames.
 *
 * @sdm 3C chapter 25 "I/O-Bitmap Addresses" and "MSR-Bitmap Address"
 */
public final class Bitmaps {
    private static final int FRAME_BITS = 8 * FrameAllocator.FRAME;
    /** Offsets in the MSR bitmaps, in bits. */
    private static final int READ_LOW = 0, READ_HIGH = 0x400 * 8, WRITE_LOW = 0x800 * 8;

    private final Ram ram;
    private final Hpa ioA, ioB, msr;

    public Bitmaps(Ram ram, FrameAllocator frames) {
        this.ram = ram;
        ioA = frames.allocate();
        ioB = frames.allocate();
        msr = frames.allocate();
    }

    public Hpa ioA() { return ioA; }
    public Hpa ioB() { return ioB; }
    public Hpa msr() { return msr; }

    public void clear() {
        for (var frame : new Hpa[] {ioA, ioB, msr}) ram.write(frame.value(), new byte[FrameAllocator.FRAME], 0, FrameAllocator.FRAME);
    }

    public void ports(int first, int count) {
        for (int port = first; port < first + count; port++) set(port < FRAME_BITS ? ioA : ioB, port % FRAME_BITS);
    }

    public void reads(int first, int count) { msrs(READ_LOW, first, count); }
    public void writes(int first, int count) { msrs(WRITE_LOW, first, count); }

    private void msrs(int area, int first, int count) {
        within(area, first, count, 0);
        within(area + READ_HIGH, first, count, MsrIndex.BITMAP_HIGH);
    }

    /** Registers outside the two ranges exit in any case. */
    private void within(int area, int first, int count, int rangeStart) {
        long start = Integer.toUnsignedLong(first) - Integer.toUnsignedLong(rangeStart);
        long from = Math.max(0, start), end = Math.min(MsrIndex.BITMAP_RANGE, start + count);
        for (long index = from; index < end; index++) set(msr, area + (int) index);
    }

    private void set(Hpa frame, int bit) {
        long at = frame.value() + (bit >> 3);
        ram.write(at, 1, ram.read(at, 1) | 1L << (bit & 7));
    }
}
