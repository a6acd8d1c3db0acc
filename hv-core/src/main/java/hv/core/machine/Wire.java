package hv.core.machine;

import hv.api.machine.InterruptLine;
import hv.api.machine.State;
import hv.api.machine.StateFields;

/** A line that a device drives. Its listeners remember its level, too, so that restoring it tells nobody. */
abstract class Wire implements InterruptLine, State {
    protected boolean high;

    abstract void set(boolean now);

    @Override public final void raise() { set(true); }
    @Override public final void lower() { set(false); }
    @Override public void fields(StateFields fields) { high = fields.flag("high", high); }
}
