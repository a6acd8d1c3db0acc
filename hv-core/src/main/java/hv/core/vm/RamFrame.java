package hv.core.vm;

import hv.api.Frame;
import hv.api.Mapping;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.core.host.FrameAllocator;
import hv.cpu.platform.Ram;

/** A plugin's page of host memory. */
record RamFrame(Hpa address, Ram ram, FrameAllocator frames) implements Frame {
    @Override public void read(int offset, byte[] into) {
        check(offset, into.length);
        ram.read(address.value() + offset, into, 0, into.length);
    }

    @Override public void write(int offset, byte[] bytes) {
        check(offset, bytes.length);
        ram.write(address.value() + offset, bytes, 0, bytes.length);
    }

    @Override public void copyFrom(Mapping.Backed source, Gpa page) {
        var bytes = new byte[FrameAllocator.FRAME];
        ram.read(source.from().value() + page.value() - source.first().value(), bytes, 0, bytes.length);
        write(0, bytes);
    }

    @Override public void close() { frames.release(address); }

    private static void check(int offset, int length) {
        if (offset < 0 || offset + length > FrameAllocator.FRAME) throw new IndexOutOfBoundsException("a frame has 4096 bytes: " + offset + " + " + length);
    }
}
