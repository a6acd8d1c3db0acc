package hv.core.guest.completion;

import hv.api.Outcome;
import hv.api.x86.Access;
import hv.core.ept.OpenPages;
import hv.core.guest.state.GuestCpu;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;

/**
 * What the guest's next instruction, or the event whose delivery an exit has interrupted, is exempt from. Several exits may come before the end of one
 * instruction; it is exempt from all of them in the end.
 */
public final class Exemptions {
    private final LogicalProcessor cpu;
    private final GuestCpu guest;
    private final OpenPages pages;
    private final Stepper stepper;
    /** Of the instruction under way; null for none. */
    private Exemption gathered;
    private boolean waits;
    /** Which instruction is under way: how many have retired before it, and its RIP. */
    private long retired, rip;

    public Exemptions(LogicalProcessor cpu, GuestCpu guest, OpenPages pages, Stepper stepper) {
        this.cpu = cpu;
        this.guest = guest;
        this.pages = pages;
        this.stepper = stepper;
    }

    /** Whether the entry that comes next completes something. */
    public boolean waits() { return waits; }

    /** The exemption of the entry that comes next; null for none. */
    public Exemption take() {
        if (!waits) return null;
        waits = false;
        pages.begin();
        return gathered;
    }

    /** The instruction under way is tried again: what it was exempt from it still is. */
    public void again() {
        if (gathered != null && underWay()) waits = true;
    }

    /** The instruction at which the guest stands makes this exit no more. */
    Outcome instruction(Exemption exemption) {
        select();
        return with(exemption);
    }

    /** The I/O instruction reads this value, or writes to nowhere because a handler has taken what it writes. */
    public void port(long value) { instruction(Exemption.ports(new PortValue((int) value))); }

    /** The access happens, whatever EPT and the translators allow. */
    Outcome open(long address, Access accesses) {
        select();
        if (pages.open(address, accesses)) renewAfterwards(address);
        return with(pages.exemption());
    }

    /** The access goes to a device's registers. What it writes reaches the device when the instruction is over. */
    Outcome openDevice(long address) {
        select();
        pages.openDevice(address);
        stepper.trap(pages::writeDevices);
        return with(pages.exemption());
    }

    /** The page executes one copy and shows another, and the instruction needs both; what it writes may be code of the next. */
    Outcome openBoth(long address, Access accesses) {
        select();
        pages.open(address, accesses.or(Access.EXECUTE));
        renewAfterwards(address);
        return with(pages.exemption());
    }

    /** The executed copy is made anew when it is asked for next. */
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
