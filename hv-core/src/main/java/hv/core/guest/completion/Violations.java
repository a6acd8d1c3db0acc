package hv.core.guest.completion;

import hv.api.GuestFault;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Gva;
import hv.api.x86.VmcsField;
import hv.core.ept.GuestSpace;
import hv.core.ept.OpenPages;
import hv.core.guest.entry.Delivery;
import hv.core.guest.state.GuestCpu;

/** Settles EPT violations of accesses that a translator allows or a device serves, so that no handler has to be asked. */
public final class Violations {
    /** The greatest length of an instruction. */
    private static final int LONGEST = 15;

    private final GuestSpace space;
    private final GuestCpu guest;
    private final Exemptions exemptions;
    private final Delivery delivery;
    private final OpenPages pages;

    public Violations(GuestSpace space, GuestCpu guest, Exemptions exemptions, Delivery delivery, OpenPages pages) {
        this.space = space;
        this.guest = guest;
        this.exemptions = exemptions;
        this.delivery = delivery;
        this.pages = pages;
    }

    /** Whether the violation was made by an instruction's next read of a device; the device has been read now. */
    public boolean isDeviceRead() { return pages.readDevice(); }

    /** The instruction has come to its end, or to a fault of its own: it does not write again. */
    void writeDevices() { pages.writeDevices(); }

    public Settlement settle(VmExit.EptViolation violation) {
        long address = violation.address().value();
        return switch (space.settle(address, violation.accesses())) {
            case RETRY -> {
                if (readsItself(violation)) exemptions.openBoth(address, violation.accesses());
                yield Settlement.RETRY;
            }
            case DEVICE -> Settlement.NATIVE;
            case REFUSED, UNBACKED -> Settlement.OPEN;
        };
    }

    /** Whether neither memory nor a device is at the address of the access. */
    public boolean isUnbacked(VmExit.EptViolation violation) { return space.isUnbacked(violation.address().value(), violation.accesses()); }

    /** Whether the instruction lies on the page that it reads or writes, and that page does not execute while it is readable. */
    private boolean readsItself(VmExit.EptViolation violation) {
        if (violation.accesses().has(Access.EXECUTE) || delivery.interrupted()) return false;
        long page = violation.address().page().value();
        return !space.allowed(page).has(Access.EXECUTE) && (executes(0, page) || executes(LONGEST - 1, page));
    }

    private boolean executes(int offset, long page) {
        long base = guest.in64BitMode() ? 0 : guest.read(VmcsField.GUEST_CS_BASE);
        try {
            return guest.translate(new Gva(base + guest.rip() + offset), Access.EXECUTE).page().value() == page;
        } catch (GuestFault _) {
            return false;
        }
    }
}
