package hv.cpu.apic;

import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.VirtualClock;
import java.util.ArrayList;
import java.util.List;

/** A local APIC after RESET, in a machine with others, and what it has told its processor. */
final class ApicBench implements LocalApic.Processor {
    static final int ID = 0x20, TPR = 0x80, PPR = 0xA0, EOI = 0xB0, LDR = 0xD0, DFR = 0xE0, SVR = 0xF0, ISR = 0x100, TMR = 0x180, IRR = 0x200, ESR = 0x280,
            ICR = 0x300, ICR_HIGH = 0x310, TIMER = 0x320, PERFORMANCE = 0x340, LINT0 = 0x350, LINT1 = 0x360, ERROR = 0x370,
            INITIAL = 0x380, CURRENT = 0x390, DIVIDE = 0x3E0;
    static final int APIC_BASE = 0x1B;
    static final long ENABLED = 0xFEE0_0900L, X2APIC = 0xFEE0_0D00L;

    final VirtualClock clock;
    final LocalApics machine;
    final LocalApic apic;
    final List<String> told = new ArrayList<>();
    long timeStampOffset;

    ApicBench() { this(new VirtualClock(), new LocalApics()); }

    private ApicBench(VirtualClock clock, LocalApics machine) {
        this.clock = clock;
        this.machine = machine;
        apic = new LocalApic(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), clock, this);
        apic.join(machine);
        apic.reset(true);
    }

    /** With bit 8 of the spurious-interrupt vector register set, which lets interrupts in. */
    static ApicBench enabled() {
        var bench = new ApicBench();
        bench.write(SVR, 0x1FF);
        return bench;
    }

    /** Another processor of the same machine. */
    ApicBench neighbour(int id) {
        var other = new ApicBench(clock, machine);
        other.write(ID, id << 24);
        other.write(SVR, 0x1FF);
        return other;
    }

    ApicBench inX2apicMode() {
        apic.writeMsr(APIC_BASE, X2APIC);
        return this;
    }

    int read(int offset) { return (int) apic.read(offset, 4); }
    void write(int offset, int value) { apic.write(offset, 4, value & 0xFFFF_FFFFL); }
    boolean has(int register, int vector) { return (read(register + (vector >>> 5 << 4)) >>> vector & 1) != 0; }

    /** A device's message to APIC 0 in physical destination mode. */
    void message(int data) { machine.message(0xFEE0_0000L, data); }

    void passTime(long ticks) {
        clock.advance(ticks);
        clock.fireDue();
    }

    @Override public void nmi() { told.add("NMI"); }
    @Override public void init() { told.add("INIT"); }
    @Override public void startUp(int vector) { told.add("start-up %x".formatted(vector)); }
    @Override public void pageChanged() { told.add("page"); }
    @Override public long timeStamp() { return clock.ticks() + timeStampOffset; }
}
