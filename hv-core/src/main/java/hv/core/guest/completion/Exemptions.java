package hv.core.guest.completion;

import hv.api.Outcome;
import hv.api.x86.Access;
import hv.core.ept.OpenPages;
import hv.core.guest.state.GuestCpu;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;

/**
 * The exemptions of the guest's next instruction, or of the event whose delivery an exit has interrupted: VM exits that it does not make, accesses
 * that EPT does not refuse. One instruction may make several exits before it ends; its exemptions add up until then.
 */
public final class Exemptions {
    private final LogicalProcessor cpu;
    private final GuestCpu guest;
    private final OpenPages pages;
    private final Stepper stepper;
    /** The exemptions of the instruction under way; null for none. */
    private Exemption gathered;
    private boolean waits;
    /** The instruction under way, known by the number of instructions that have retired before it, and by its RIP. */
    private long retired, rip;

    public Exemptions(LogicalProcessor cpu, GuestCpu guest, OpenPages pages, Stepper stepper) {
        this.cpu = cpu;
        this.guest = guest;
        this.pages = pages;
        this.stepper = stepper;
    }

    /** Whether the next entry completes an instruction or a delivery. */
    public boolean waits() { return waits; }

    /** The exemption of the next entry; null for none. */
    public Exemption take() {
        if (!waits) return null;
        waits = false;
        pages.begin();
        return gathered;
    }

    /** Tries the instruction under way again, with the exemptions that it had. */
    public void again() {
        if (gathered != null && underWay()) waits = true;
    }

    /** Exempts the instruction at which the guest stands from this exit. */
    Outcome instruction(Exemption exemption) {
        select();
        return with(exemption);
    }

    /** Has the I/O instruction read this value; the value that it writes reaches no device, because a handler has taken it. */
    public void port(long value) { instruction(Exemption.ports(new PortValue((int) value))); }

    /** Lets the access happen, whatever EPT and the translators allow. */
    Outcome open(long address, Access accesses) {
        if (pages.isDevice(address)) return openDevice(address, accesses);
        select();
        if (pages.open(address, accesses)) renewAfterwards(address);
        return with(pages.exemption());
    }

    /** Leads the access to a device's registers. A write reaches the device when the instruction is over. */
    Outcome openDevice(long address, Access accesses) {
        select();
        pages.openDevice(address, accesses);
        if (accesses.has(Access.WRITE)) stepper.trap(pages::writeDevices);
        return with(pages.exemption());
    }

    /**
     * Opens a page that executes one copy and shows another, for an instruction that needs both. It may write code that is executed next, so that the
     * executed copy is renewed.
     */
    Outcome openBoth(long address, Access accesses) {
        select();
        pages.open(address, accesses.or(Access.EXECUTE));
        renewAfterwards(address);
        return with(pages.exemption());
    }

    /** Drops the page's executed copy after the instruction; the translators are asked for it again. */
    private void renewAfterwards(long address) { stepper.trap(() -> pages.forget(address)); }

    private Outcome with(Exemption exemption) {
        gathered = gathered == null ? exemption : gathered.and(exemption);
        waits = true;
        return Outcome.RETRY;
    }

    private void select() {
        if (underWay()) return;
        gathered = null;
        pages.close();
        retired = cpu.retired();
        rip = guest.rip();
    }

    private boolean underWay() { return cpu.retired() == retired && guest.rip() == rip; }

    /** A port that gives one value and takes any. */
    private record PortValue(int value) implements Bus {
        @Override public int in(int port, int bytes) { return value; }
        @Override public void out(int port, int bytes, int value) {}
        @Override public long read(long physical, int bytes) { return EMPTY.read(physical, bytes); }
        @Override public void write(long physical, int bytes, long value) {}
    }
}
