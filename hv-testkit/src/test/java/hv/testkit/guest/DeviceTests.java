package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Device;
import hv.api.Stage;
import hv.api.machine.Machine;
import hv.api.machine.MmioDevice;
import hv.api.machine.PortDevice;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.testkit.GuestRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices of virtual machines: the framework decodes and completes the guest's instruction. */
class DeviceTests {
    private static final List<Long> WRITES = new ArrayList<>();

    /** Port E9H prints; port 70H counts. */
    static final class Ports implements Device {
        private int count;
        @Override public void plugIn(Machine machine) {
            machine.ports(0xE9, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return 0xE9; }
                @Override public void out(int port, int bytes, int value) { machine.console().write(value); }
            });
            machine.ports(0x70, 2, new PortDevice() {
                @Override public int in(int port, int bytes) { return ++count; }
                @Override public void out(int port, int bytes, int value) { throw new IllegalStateException("port 70H is read only"); }
            });
        }
    }

    @Test void repOutsWritesEachElement() {
        var end = GuestRun.code64("be15001000b905000000bae9000000fcf36e89cbf448454c4c4f").with(Ports::new).run();
        assertEquals("HELLO", end.printed());
        assertEquals(0, end.get(Gpr.RBX));
        assertEquals(0x10_001A, end.get(Gpr.RSI));
        assertEquals(5, end.exits(ExitReason.IO_INSTRUCTION));
    }

    @Test void repInsStoresEachElement() {
        var end = GuestRun.code64("bf00002000b904000000ba70000000fc66f36d488b0425000020008b1c2504002000f4").with(Ports::new).run();
        assertEquals(0x0004_0003_0002_0001L, end.get(Gpr.RAX));
        assertEquals(0x20_0008, end.get(Gpr.RDI));
        assertEquals(0, end.get(Gpr.RCX));
    }

    @Test void anInsWithoutDestinationDoesNotAskTheDevice() {
        // insb to an address without a page: #PF, and without an IDT a triple fault
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.code64("48bf0000000080000000 ba70000000 6c f4").with(Ports::new).run().ending());
        assertTrue(failed.report().contains("triple-faulted"), failed.report());
    }

    @Test void aDeviceThatThrowsStopsItsMachineWithItsNameAndTheExit() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.code64("e670 f4").with(Ports::new).run().ending());
        assertEquals(ErrorKind.PLUGIN, failed.kind());
        assertTrue(failed.report().startsWith("plugin 'ports' failed to handle OUT of 0H (1 byte) to port 70H: "
                + "IllegalStateException: port 70H is read only"), failed.report());
    }

    @Test void portsThatNobodyHasReadAllOnesAndLoseWrites() {
        var end = GuestRun.code64("31c0 e680 e580 f4").with(Ports::new).run();
        assertEquals(0xFFFF_FFFFL, end.get(Gpr.RAX));
        assertEquals(0, end.exits(ExitReason.IO_INSTRUCTION));
    }

    /** Registers at 300000H: reads give their offset, writes are remembered. */
    static final class Registers implements Device {
        @Override public void plugIn(Machine machine) {
            machine.mmio(new Gpa(0x30_0000), 0x1000, new MmioDevice() {
                @Override public long read(long offset, int bytes) { return offset; }
                @Override public void write(long offset, int bytes, long value) { WRITES.add(offset << 32 | value); }
            });
        }
    }

    @Test void memoryMappedRegistersServeEveryAddressingForm() {
        WRITES.clear();
        var end = GuestRun.code64("bb10003000c703341200008b43088303018a4b01f4").with(Registers::new).run();
        assertEquals(0x18, end.get(Gpr.RAX));
        assertEquals(0x11, end.get(Gpr.RCX) & 0xFF);
        assertEquals(List.of(0x10L << 32 | 0x1234, 0x10L << 32 | 0x11), WRITES);
    }

    /** Comes before every memory translator by stage and id. */
    static final class AaFirmware implements Device {
        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public void plugIn(Machine machine) { machine.memory().write(new Gpa(0x20_0000), new byte[] {0x78, 0x56, 0x34, 0x12}, 0, 4); }
    }

    @Test void memoryIsThereWhileDevicesArePluggedIn() {
        assertEquals(0x1234_5678, GuestRun.code64("8b042500002000 f4").with(AaFirmware::new).run().get(Gpr.RAX));
    }

    /** A write to port 71H resets the machine; the next incarnation finds port 70H counting from the start. */
    static final class Resetting implements Device {
        private static int incarnations;
        @Override public void plugIn(Machine machine) {
            incarnations++;
            machine.ports(0x71, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return incarnations; }
                @Override public void out(int port, int bytes, int value) { machine.reset("port 71H"); }
            });
        }
    }

    @Test void aResetStartsAWholeNewMachine() {
        Resetting.incarnations = 0;
        // in al, 71h; inc dword [200000h]; cmp al, 3; je +2; out 71h, al; mov ecx, [200000h]; hlt
        var end = GuestRun.code64("31c0 e571 ff042500002000 3c03 7402 e671 8b0c2500002000 f4").with(Resetting::new).run();
        assertEquals(3, end.get(Gpr.RAX));
        assertEquals(1, end.get(Gpr.RCX), "memory is new each time");
        assertInstanceOf(Ending.Halted.class, end.ending());
    }
}
