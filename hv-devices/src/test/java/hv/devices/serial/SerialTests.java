package hv.devices.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.Test;

class SerialTests extends ExitHandlerContract {
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new Serial(); }

    private int in(int port) { return vm.port(port).in(port, 1); }
    private void out(int port, int value) { vm.port(port).out(port, 1, value); }

    @Test void guestPrintsOnTheConsole() {
        new Serial().plugIn(vm);
        "hi\n".chars().forEach(c -> out(0x3F8, c));
        assertEquals("hi\n", vm.console().printed());
    }

    @Test void typedTextLongerThanTheFifoIsReadWhole() {
        new Serial().plugIn(vm);
        out(0x3FA, 1);
        var text = "the quick brown fox jumps over the lazy dog";
        vm.console().type(text);
        var read = new StringBuilder();
        while ((in(0x3FD) & 1) != 0) read.append((char) in(0x3F8));
        assertEquals(text, read.toString());
        assertEquals(0x60, in(0x3FD), "no overrun");
    }

    @Test void typedByteRaisesTheLineAfterFourCharacterTimes() {
        new Serial().plugIn(vm);
        out(0x3FC, 8);
        out(0x3FA, 0xC1);
        out(0x3F9, 1);
        vm.console().type("k");
        assertFalse(vm.raised(4));
        vm.advance(400_000);
        assertTrue(vm.raised(4));
    }

    @Test void portsAndLineCanBeChosen() {
        new Serial().plugIn(vm.with("port", "0x2F8").with("line", "3"));
        out(0x2FC, 8);
        out(0x2F9, 2);
        assertTrue(vm.raised(3));
        assertThrows(AssertionError.class, () -> vm.port(0x3F8));
    }

    @Test void wideWriteReachesNeighbouringRegisters() {
        new Serial().plugIn(vm);
        vm.port(0x3FE).out(0x3FE, 2, 0x5A00);
        assertEquals(0x5A, in(0x3FF));
        assertEquals(0x5AB0, vm.port(0x3FE).in(0x3FE, 2));
        assertEquals(0xFF5A, vm.port(0x3FF).in(0x3FF, 2), "nothing answers beyond the last register");
    }
}
