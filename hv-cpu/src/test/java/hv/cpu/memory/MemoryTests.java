package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.x86.Rflags;
import hv.cpu.apic.LocalApic;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.ExitRecord;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;

/** 16 MiB of RAM, a bus that remembers, and page tables that each test writes itself. */
abstract class MemoryTests {
    static final long P = 1, W = 2, U = 4, A = 0x20, D = 0x40, PS = 0x80, XD = 1L << 63;
    static final int CR4_PSE = 1 << 4, CR4_PAE = 1 << 5, CR4_SMEP = 1 << 20, CR4_SMAP = 1 << 21;
    static final int EFER_NXE = 1 << 11;

    final Ram ram = new Ram(16 << 20);
    final Registers registers = new Registers();
    final Controls controls = new Controls();
    final ExitRecord exit = new ExitRecord();
    final List<String> busTraffic = new ArrayList<>();
    final LinearMemory memory = new LinearMemory(registers, controls, ram, bus(), noApic(), exit, new GuestException(), new VmExitSignal(), 39);

    @AfterEach
    void closeRam() { ram.close(); }

    /** One that is disabled. */
    private LocalApic noApic() {
        return new Cpu(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock()).apic;
    }

    private Bus bus() {
        return new Bus() {
            @Override public int in(int port, int bytes) { return 0; }
            @Override public void out(int port, int bytes, int value) {}

            @Override
            public long read(long physical, int bytes) {
                busTraffic.add("read %x %d".formatted(physical, bytes));
                return 0x1122_3344_5566_7788L >>> 64 - 8 * bytes;
            }

            @Override
            public void write(long physical, int bytes, long value) { busTraffic.add("write %x %d %x".formatted(physical, bytes, value)); }
        };
    }

    /** Paging on, with write protection. */
    void enable(long cr3, int cr4, int efer) {
        registers.cr0 = 0x8001_0001L;
        registers.cr3 = cr3;
        registers.cr4 = cr4;
        registers.efer = efer;
        if ((efer & 0x400) != 0) registers.segments[Segment.CS].rights = 0xA09B;
        memory.contextChanged();
    }

    void enable4Level(int cr4, int efer) { enable(0x1000, CR4_PAE | cr4, 0x500 | efer); }

    void user() {
        registers.cpl = 3;
        memory.contextChanged();
    }

    void alignmentFlag(boolean set) {
        registers.flags.others = set ? registers.flags.others | Rflags.AC : registers.flags.others & ~Rflags.AC;
        memory.contextChanged();
    }

    /** Page tables at 1000H (PML4), 2000H, 3000H and 4000H (PT) that lead linear address 0 on to these entries of the last one. */
    void tables(long... ptes) {
        put(0x1000, 0x2000 | P | W | U);
        put(0x2000, 0x3000 | P | W | U);
        put(0x3000, 0x4000 | P | W | U);
        for (int i = 0; i < ptes.length; i++) put(0x4000 + 8 * i, ptes[i]);
    }

    void put(long physical, long value) { ram.write(physical, 8, value); }
    void put32(long physical, long value) { ram.write(physical, 4, value); }

    void assertFaults(int errorCode, long linear, Executable access) {
        var fault = assertThrows(GuestException.class, access);
        assertEquals(14, fault.vector);
        assertEquals(Integer.toBinaryString(errorCode), Integer.toBinaryString(fault.errorCode));
        assertEquals(linear, fault.linear);
    }

    void assertExits(int reason, long qualification, long linear, long physical, Executable access) {
        assertThrows(VmExitSignal.class, access);
        assertEquals(reason, exit.reason.number());
        assertEquals(Long.toHexString(qualification), Long.toHexString(exit.qualification));
        assertEquals(linear, exit.linear);
        assertEquals(physical, exit.physical);
    }
}
