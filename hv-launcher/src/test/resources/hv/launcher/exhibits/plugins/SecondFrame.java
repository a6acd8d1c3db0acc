package mine;

import hv.api.*;
import hv.api.machine.*;
import hv.api.x86.Gpa;

/** Wants the same registers twice. */
public final class SecondFrame implements ExitHandler {
    @Override public void attach(VirtualMachine vm) {
        var device = new MmioDevice() {
            @Override public long read(long offset, int bytes) { return 0; }
            @Override public void write(long offset, int bytes, long value) {}
        };
        vm.mmio(new Gpa(0xE000_0000L), 0x1000, device);
        vm.mmio(new Gpa(0xE000_0800L), 0x1000, device);
    }
}
