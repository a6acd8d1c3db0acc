package mine;

import hv.api.*;
import hv.api.machine.*;
import hv.api.x86.*;

public final class BrokenRegister implements Device {
    @Override public void plugIn(Machine machine) { machine.mmio(new Gpa(0xF000_0000L), 4096, new Register()); }

    static final class Register implements MmioDevice {
        @Override public long read(long offset, int bytes) { return Integer.parseInt("seven"); }
        @Override public void write(long offset, int bytes, long value) {}
    }
}
