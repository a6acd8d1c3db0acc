package hv.devices.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class I8042Tests extends ExitHandlerContract {
    private static final int DATA = 0x60, COMMAND = 0x64;
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new I8042(); }

    @BeforeEach void plugIn() { new I8042().plugIn(vm); }

    private int in(int port) { return vm.port(port).in(port, 1); }
    private void out(int port, int value) { vm.port(port).out(port, 1, value); }

    @ParameterizedTest @CsvSource({"0xAA, 0x55", "0xAB, 0x01", "0xA9, 0x01", "0xD0, 0x03", "0x20, 0x30"})
    void commandIsAnsweredAtTheDataPort(String command, String answer) {
        out(COMMAND, Integer.decode(command));
        assertEquals(1, in(COMMAND) & 1, "output buffer full");
        assertEquals(Integer.decode(answer), in(DATA));
        assertEquals(0, in(COMMAND) & 1);
    }

    @Test void configurationIsWrittenAndRead() {
        out(COMMAND, 0x60);
        out(DATA, 0x47);
        out(COMMAND, 0x20);
        assertEquals(0x47, in(DATA));
    }

    @Test void statusTellsWhereTheLastWriteWent() {
        out(COMMAND, 0xAE);
        assertEquals(8, in(COMMAND) & 8);
        out(DATA, 0xFF);
        assertEquals(0, in(COMMAND) & 8);
    }

    @Test void keyboardDoesNotAnswer() {
        out(DATA, 0xFF);
        assertEquals(0, in(COMMAND) & 1);
    }

    @Test void byteCanBeReturnedAsIfTyped() {
        out(COMMAND, 0xD2);
        out(DATA, 0x1E);
        assertEquals(0x1E, in(DATA));
    }

    @Test void pulsingTheResetLineResets() {
        out(COMMAND, 0xFF);
        assertEquals(0, vm.resets(), "no line pulsed");
        out(COMMAND, 0xFE);
        assertEquals(1, vm.resets());
        out(COMMAND, 0xD1);
        out(DATA, 0xFE);
        assertEquals(2, vm.resets());
    }

    @Test void a20IsOpenWhileOneOfTheGatesIs() {
        assertTrue(vm.pins().a20());
        out(0x92, 0);
        assertTrue(vm.pins().a20());
        outputPort(0xDD);
        assertFalse(vm.pins().a20());
        out(0x92, 2);
        assertTrue(vm.pins().a20());
        out(0x92, 0);
        assertFalse(vm.pins().a20());
        outputPort(0xDF);
        assertTrue(vm.pins().a20());
        assertEquals(0, vm.resets());
    }

    @Test void commandsOpenAndCloseTheGateToo() {
        out(0x92, 0);
        out(COMMAND, 0xDD);
        assertFalse(vm.pins().a20());
        out(COMMAND, 0xDF);
        assertTrue(vm.pins().a20());
        assertEquals(0, vm.resets());
    }

    @Test void bothPortsTellHowTheirGateIs() {
        out(0x92, 0);
        assertEquals(0, in(0x92));
        out(COMMAND, 0xD0);
        assertEquals(3, in(DATA));
        outputPort(0xDD);
        out(0x92, 2);
        assertEquals(2, in(0x92));
        out(COMMAND, 0xD0);
        assertEquals(0xDD, in(DATA));
    }

    private void outputPort(int octet) {
        out(COMMAND, 0xD1);
        out(DATA, octet);
    }

    @Test void systemControlPortAResets() {
        out(0x92, 2);
        assertEquals(0, vm.resets());
        out(0x92, 3);
        assertEquals(1, vm.resets());
    }
}
