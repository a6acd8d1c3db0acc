package hv.testkit;

import hv.api.Frame;
import hv.api.Mapping;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;

/** A frame of a fake machine, outside its guest memory; {@link #copyFrom} finds both guest memory and other frames. */
final class FakeFrame implements Frame {
    private final byte[] octets = new byte[4096];
    private final Hpa address;
    private final FakeHost host;

    FakeFrame(Hpa address, FakeHost host) {
        this.address = address;
        this.host = host;
    }

    @Override public Hpa address() { return address; }
    @Override public void read(int offset, byte[] into) { System.arraycopy(octets, offset, into, 0, into.length); }
    @Override public void write(int offset, byte[] bytes) { System.arraycopy(bytes, 0, octets, offset, bytes.length); }

    @Override public void copyFrom(Mapping.Backed source, Gpa page) {
        write(0, host.page(source.from().value() + page.value() - source.first().value()));
    }

    @Override public void close() { host.release(this); }
}
