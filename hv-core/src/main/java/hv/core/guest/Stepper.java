package hv.core.guest;

import hv.api.Vcpu;
import java.util.function.Consumer;

/**
 * Calls back before the guest's next instruction: at once where the framework has completed the present one itself, else when the monitor trap
 * flag says that it is over.
 */
final class Stepper {
    private final Interceptions interceptions;
    private Consumer<Vcpu> after;
    private boolean completed;

    Stepper(Interceptions interceptions) { this.interceptions = interceptions; }

    /** @param completed whether the instruction is over when the guest is entered next */
    void then(Consumer<Vcpu> what, boolean completed) {
        this.after = after == null ? what : after.andThen(what);
        this.completed = completed;
        interceptions.own(ControlBit.MONITOR_TRAP_FLAG, !completed);
    }

    /** Before an entry. */
    void entering(Vcpu guest) {
        if (after != null && completed) call(guest);
    }

    /** The monitor trap flag made an exit. */
    void trapped(Vcpu guest) {
        if (after != null) call(guest);
    }

    private void call(Vcpu guest) {
        var what = after;
        after = null;
        interceptions.own(ControlBit.MONITOR_TRAP_FLAG, false);
        what.accept(guest);
    }
}
