package hv.core.guest.entry;

import hv.api.machine.MmioDevice;
import hv.api.machine.State;
import hv.api.machine.StateFields;
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
 * All sources of interrupts of one virtual processor: its local APIC, the 8259 behind the INTR pin, non-maskable interrupts, and vectors that plugins
 * have posted.
 */
public final class VirtualInterrupts implements LocalApic.Processor, InterruptInputs, State {
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

    /** Resets the local APIC to the state in which firmware leaves it, and connects it to the virtual machine's board. */
    public void start() {
        apic.join(pins.apics());
        apic.reset(true);
        apic.virtualWire();
    }

    /** Connects the local APIC to the virtual machine's board in the state of the bare machine's, which is reset. */
    public void takeOver(LocalApic machines) {
        apic.copyFrom(machines);
        apic.join(pins.apics());
        machines.join(new LocalApics());
        machines.reset(true);
        machines.virtualWire();
    }

    /** The local APIC is among those of the machine. */
    @Override public void fields(StateFields fields) {
        nmi = fields.flag("nmi", nmi);
        var vectors = fields.numbers("posted", posted.stream().mapToLong(Integer::longValue).toArray());
        posted.clear();
        for (long vector : vectors) posted.add((int) vector);
        fields.part("page", virtual);
        fields.part("time", time);
    }

    @Override public boolean apicEnabled() { return apic.isEnabled(); }
    @Override public void post(int vector) { posted.add(vector); }

    // ---- what waits ----
    public boolean nmiPending() { return nmi; }
    public void takeNmi() { nmi = false; }

    /**
     * Whether an external interrupt waits for injection. Those of the local APIC do not while the processor delivers them itself (virtual-interrupt
     * delivery).
     */
    public boolean pending() { return !posted.isEmpty() || !virtual.active() && apic.ready() || apic.passesExternal() && pins.intr(); }

    /** Whether an external interrupt would wake the guest. */
    public boolean wakes() {
        if (stale) apic.refresh();
        stale = false;
        return pending() || apic.ready();
    }

    /**
     * Whether the processor under the guest has to exit for an interrupt: one waits for injection, and interrupt-window exiting does not wait for it
     * already; or the processor, which delivers interrupts itself, has to be told of a new one by an entry.
     */
    public boolean signalled() { return !held && pending() || virtual.isBehind(apic); }

    /** Prepares an entry: the processor is told of the local APIC's changes. */
    public void prepare() { virtual.prepare(apic); }
    /** Notes an exit: the processor may have worked on the virtual-APIC page. */
    public void exited() { stale = virtual.active(); }

    /** Makes the processor's performance counters interrupt this guest from now on. */
    public void expectCounters() { counters.arm(); }
    /** Has the guest's local APIC interrupt if the NMI that has come is that of the performance counters. */
    public void noticeCounters() { if (counters.came()) apic.countersOverflow(); }

    /** Does the rest of a write that the processor has made in the virtual-APIC page. */
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
    /** Ends the run of the machine: INIT resets its only processor, and no firmware is there to start it again. */
    @Override public void init() { board.stop(new Ending.Reset("an INIT signal to the bootstrap processor")); }
    /** Ignored: the processor does not wait for a start-up IPI. */
    @Override public void startUp(int vector) {}
    @Override public long timeStamp() { return time.counter(); }

    /** Maps the local APIC's registers at their new address, where they hide whatever else is there. */
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
