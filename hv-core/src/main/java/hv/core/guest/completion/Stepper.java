package hv.core.guest.completion;

import hv.api.Vcpu;
import hv.core.guest.entry.Interceptions;
import hv.core.guest.state.ControlBit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls back before the guest's next instruction: at the next entry where the framework has completed the present instruction itself, else when an
 * exit of the monitor trap flag tells that it is over. Plugins that step share the flag with the framework.
 */
public final class Stepper {
    private final Interceptions interceptions;
    private List<Consumer<Vcpu>> atEntry = new ArrayList<>(), atTrap = new ArrayList<>();
    private final List<Runnable> own = new ArrayList<>();

    public Stepper(Interceptions interceptions) { this.interceptions = interceptions; }

    /** @param over whether the instruction is over when the guest is entered next */
    public void then(Consumer<Vcpu> after, boolean over) {
        (over ? atEntry : atTrap).add(after);
        arm();
    }

    /** Adds a task of the framework's for the end of the instruction. */
    void trap(Runnable what) {
        own.add(what);
        arm();
    }

    private void arm() { interceptions.own(ControlBit.MONITOR_TRAP_FLAG, !atTrap.isEmpty() || !own.isEmpty()); }

    /** Calls the plugins whose instruction is over, before an entry. */
    public void entering(Vcpu guest) {
        if (atEntry.isEmpty()) return;
        var due = atEntry;
        atEntry = new ArrayList<>();
        for (var each : due) each.accept(guest);
    }

    /** Handles an exit of the monitor trap flag. @return whether a plugin waited for it */
    public boolean trapped(Vcpu guest) {
        var due = atTrap;
        var mine = List.copyOf(own);
        atTrap = new ArrayList<>();
        own.clear();
        arm();
        mine.forEach(Runnable::run);
        for (var each : due) each.accept(guest);
        return !due.isEmpty();
    }
}
