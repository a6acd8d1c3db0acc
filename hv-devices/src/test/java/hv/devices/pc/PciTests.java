package hv.devices.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PciTests extends ExitHandlerContract {
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new Pci(); }

    @BeforeEach void plugIn() { new Pci().plugIn(vm); }

    private int in(int port, int bytes) { return vm.port(port).in(port, bytes); }
    private void out(int port, int bytes, int value) { vm.port(port).out(port, bytes, value); }

    private int configuration(int device, int register) {
        out(0xCF8, 4, 1 << 31 | device << 11 | register);
        return in(0xCFC, 4);
    }

    @Test void addressIsReadBackWithoutReservedBits() {
        out(0xCF8, 4, -1);
        assertEquals(0x80FF_FFFC, in(0xCF8, 4));
    }

    @Test void hostBridgeIsDevice0() {
        assertEquals(0x1237_8086, configuration(0, 0));
        assertEquals(0x0600_0002, configuration(0, 8));
        assertEquals(0, configuration(0, 0xC) >>> 16 & 0x80, "one function");
    }

    @Test void bytesAndWordsOfARegisterAreReached() {
        configuration(0, 0);
        assertEquals(0x80, in(0xCFD, 1));
        assertEquals(0x1237, in(0xCFE, 2));
    }

    @Test void otherDevicesAreAbsent() { assertEquals(-1, configuration(1, 0)); }

    @Test void withoutTheEnableBitNothingAnswers() {
        out(0xCF8, 4, 0);
        assertEquals(-1, in(0xCFC, 4));
    }

    @Test void identifiersTakeNoWrites() {
        configuration(0, 0);
        out(0xCFC, 4, 0);
        assertEquals(0x1237_8086, configuration(0, 0));
        out(0xCF8, 4, 1 << 31 | 0x3C);
        out(0xCFC, 1, 11);
        assertEquals(11, configuration(0, 0x3C));
    }

    @Test void resetControlRegisterResets() {
        out(0xCF9, 1, 2);
        assertEquals(0, vm.resets());
        assertEquals(2, in(0xCF9, 1));
        out(0xCF9, 1, 6);
        assertEquals(1, vm.resets());
    }
}
