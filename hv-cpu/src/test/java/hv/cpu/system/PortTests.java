package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Rflags;
import hv.cpu.platform.Bus;
import hv.cpu.state.Segment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortTests {
    private final List<String> traffic = new ArrayList<>();
    private final Bus bus = new Bus() {
        @Override public int in(int port, int bytes) {
            traffic.add("in %x %d".formatted(port, bytes));
            return 0x8765_4321 >>> 32 - 8 * bytes;
        }
        @Override public void out(int port, int bytes, int value) { traffic.add("out %x %d %x".formatted(port, bytes, value)); }
        @Override public long read(long physical, int bytes) { return -1; }
        @Override public void write(long physical, int bytes, long value) { }
    };

    @Test
    void inFillsTheAccumulatorByWidth() {
        var m = Machine.protected32(0, bus);
        m.c.r[0] = -1;
        m.run("in al, 0x60");
        assertEquals(0xFFFF_FFFF_FFFF_FF87L, m.c.r[0]);
        m.run("in eax, 0x60");
        assertEquals(0x8765_4321L, m.c.r[0]);
        assertEquals(List.of("in 60 1", "in 60 4"), traffic);
    }

    @Test
    void outSendsItsWidth() {
        var m = Machine.protected32(0, bus);
        m.c.r[0] = 0x1234_5678;
        m.c.r[2] = 0x3F8;
        m.run("out dx, al");
        m.run("out dx, ax");
        m.run("out dx, eax");
        assertEquals(List.of("out 3f8 1 78", "out 3f8 2 5678", "out 3f8 4 12345678"), traffic);
    }

    @Test
    void repeatedOutsSendsEachElement() {
        var m = Machine.protected32(0, bus);
        m.ram.write(0x4000, 4, 0x0403_0201);
        m.c.r[1] = 3;
        m.c.r[2] = 0xE9;
        m.c.r[6] = 0x4000;
        m.run("rep outsb");
        assertEquals(List.of("out e9 1 1", "out e9 1 2", "out e9 1 3"), traffic);
        assertEquals(0x4003, m.c.r[6]);
        assertEquals(0, m.c.r[1]);
    }

    @Test
    void insAsksNoDeviceUnlessItsDestinationIsWritable() {
        var m = Machine.protected32(0, bus);
        m.c.segments[Segment.ES].limit = 0xFFF;
        m.c.modeChanged();
        m.c.r[7] = 0x4000;
        assertEquals("13(0)", m.fault("insb"));
        assertEquals(List.of(), traffic);
    }

    @Test
    void theBitmapOfTheTssOpensPortsBeyondIopl() {
        var m = Machine.protected32(3, bus);
        m.ram.write(Machine.TSS + 0x66, 2, 0x68);
        m.ram.write(Machine.TSS + 0x68 + 0xC, 1, 0xFE);
        m.run("in al, 0x60");
        assertEquals("13(0)", m.fault("in eax, 0x60"), "all four ports count");
        m.c.segments[Segment.TR].limit = 0x70;
        assertEquals("13(0)", m.fault("in al, 0x60"));
        m.c.flags.setImage(2 | Rflags.IOPL);
        m.run("in eax, 0x60");
    }
}
