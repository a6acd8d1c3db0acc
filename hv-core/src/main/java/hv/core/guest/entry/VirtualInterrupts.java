package hv.core.guest.entry;

import hv.api.machine.MmioDevice;
import hv.core.ept.GuestSpace;
import hv.core.guest.state.GuestTimeStamp;
import hv.core.guest.state.InterruptInputs;
import hv.core.machine.Board;
import hv.core.machine.Pins;
import hv.core.report.Ending;
import hv.cpu.LogicalProcessor;
import hv.cpu.apic.LocalApic;
import hv.cpu.apic.LocalApics;
import java.util.ArrayDeque;
import java.util.OptionalInt;

/**
 * What wants to interrupt one virtual processor: its local APIC, the 8259 behind the INTR pin, non-maskable interrupts, and what plugins have posted.
 */
public final class VirtualInterrupts implements LocalApic.Processor, InterruptInputs {
    private final Board board;
    private final GuestSpace space;
    private final Pins pins;
    private final Runnable kick;
    private final VirtualApicPage virtual;
    private final GuestTimeStamp time;
    private final LocalApic apic;
    private final CounterInterrupt counters;
    private final ArrayDeque<Integer> posted = new ArrayDeque<>();
    private boolean nmi, held, stale;
    private long page = LocalApic.NO_PAGE;

    /** @param kick makes a guest that runs come back by an NMI */
    public VirtualInterrupts(LogicalProcessor cpu, Board board, GuestSpace space, VirtualApicPage virtual, GuestTimeStamp time, Runnable kick) {
        this.time = time;
        this.board = board;
        this.space = space;
        this.pins = board.pins();
        this.kick = kick;
        this.virtual = virtual;
        this.apic = new LocalApic(cpu.profile(), cpu.clock(), this, virtual);
        this.counters = new CounterInterrupt(cpu.apic());
    }

    public LocalApic apic() { return apic; }
    public GuestTimeStamp time() { return time; }

    /** The virtual machine's processor is this one from now on, with its local APIC as firmware leaves it. */
    public void start() {
        apic.join(pins.apics());
        apic.reset(true);
        apic.virtualWire();
    }

    /** As {@link #start}, but what was the bare machine's processor goes on as this one. */
    public void takeOver(LocalApic machines) {
        apic.copyFrom(machines);
        apic.join(pins.apics());
        machines.join(new LocalApics());
        machines.reset(true);
        machines.virtualWire();
    }

    @Override public boolean apicEnabled() { return apic.isEnabled(); }
    @Override public void post(int vector) { posted.add(vector); }

    // ---- what waits ----
    public boolean nmiPending() { return nmi; }
    public void takeNmi() { nmi = false; }

    /** Whether an external interrupt waits that is to be injected: none of the local APIC while the processor delivers these itself. */
    public boolean pending() { return !posted.isEmpty() || !virtual.active() && apic.ready() || apic.passesExternal() && pins.intr(); }

    /** Whether an external interrupt would wake the guest. */
    public boolean wakes() {
        if (stale) apic.refresh();
        stale = false;
        return pending() || apic.ready();
    }

    /**
     * As {@link #pending}, for the processor under the guest: not while the interrupt waits for the guest's interrupt window. Also if it has to be told
     * of interrupts that it is to deliver.
     */
    public boolean signalled() { return !held && pending() || virtual.isBehind(apic); }

    /** The guest is entered next. */
    public void prepare() { virtual.prepare(apic); }
    /** The guest has run, and the processor may have worked on its local APIC. */
    public void exited() { stale = virtual.active(); }

    /** The performance counters are this guest's from now on. */
    public void expectCounters() { counters.arm(); }
    /** An NMI has come: if it is that of the performance counters, which the guest has, its local APIC interrupts. */
    public void noticeCounters() { if (counters.came()) apic.countersOverflow(); }

    /** The guest has written a register, and the rest is to be done. */
    public void written(int offset) { apic.written(offset & ~0xF); }
    public void ended(int vector) { apic.ended(vector); }
    public void hold(boolean held) { this.held = held; }

    /** Takes the vector of the interrupt that waits; empty for a spurious one. */
    public OptionalInt acknowledge() {
        if (!posted.isEmpty()) return OptionalInt.of(posted.poll());
        if (!apic.passesExternal() || !pins.intr()) return pending() ? OptionalInt.of(apic.acknowledge()) : OptionalInt.empty();
        apic.externalTaken();
        return pins.acknowledge();
    }

    // ---- what the local APIC tells ----
    @Override public void nmi() {
        nmi = true;
        kick.run();
    }
    /** The only processor of its machine starts anew, and firmware, which is not there, would start the machine. */
    @Override public void init() { board.stop(new Ending.Reset("an INIT signal to the bootstrap processor")); }
    /** Lost: the processor does not wait for one. */
    @Override public void startUp(int vector) {}
    @Override public long timeStamp() { return time.counter(); }

    /** Its registers come before whatever else is at the address. */
    @Override public void pageChanged() {
        long before = page;
        page = apic.page();
        virtual.modeChanged();
        board.mmio().processorPage(page, registers());
        if (before != LocalApic.NO_PAGE) space.remap(before << 12, 0x1000);
        if (page != LocalApic.NO_PAGE) space.remap(page << 12, 0x1000);
    }

    private MmioDevice registers() {
        return new MmioDevice() {
            @Override public long read(long offset, int bytes) {
                virtual.used();
                return apic.read((int) offset, bytes);
            }
            @Override public void write(long offset, int bytes, long value) {
                virtual.used();
                apic.write((int) offset, bytes, value);
            }
        };
    }
}
