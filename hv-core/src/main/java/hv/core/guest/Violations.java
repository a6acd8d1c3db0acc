package hv.core.guest;

import hv.api.GuestFault;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Gva;
import hv.api.x86.VmcsField;
import hv.core.ept.GuestSpace;

/**
 * EPT violations: settled by the translators or a device where they can be, completed as if allowed where nobody answers. One instruction that
 * needs two answers (its page executes one copy and shows another) is completed in software.
 */
public final class Violations {
    /** An instruction is at most this long. */
    private static final int LONGEST = 15;

    private final GuestSpace space;
    private final GuestCpu guest;
    private final NativeCompletion natives;
    private final Delivery delivery;
    private final Stepper stepper;
    private boolean backed;

    Violations(GuestSpace space, GuestCpu guest, NativeCompletion natives, Delivery delivery, Stepper stepper) {
        this.space = space;
        this.guest = guest;
        this.natives = natives;
        this.delivery = delivery;
        this.stepper = stepper;
    }

    /** Whether translators had memory there at the last violation. */
    public boolean backed() { return backed; }

    /** Settles the violation, unless handlers have to be asked. */
    public void settle(VmExit.EptViolation violation) {
        long address = violation.address().value();
        switch (space.settle(address, violation.accesses())) {
            case RETRY -> {
                backed = true;
                guest.settle(readsItself(violation) ? natives.emulate(violation) : Outcome.RETRY);
            }
            case DEVICE -> guest.settle(natives.emulate(violation));
            case REFUSED -> backed = true;
            case UNBACKED -> backed = false;
        }
    }

    /** As if the entry allowed it. In the middle of an event's delivery the entry is opened for one instruction instead. */
    Outcome completeAsIfAllowed(VmExit.EptViolation violation) {
        if (!delivery.interrupted()) return natives.emulate(violation);
        long address = violation.address().value();
        space.grant(address);
        stepper.then(_ -> space.forget(address), false);
        return Outcome.RETRY;
    }

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
