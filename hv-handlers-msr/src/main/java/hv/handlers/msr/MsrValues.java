package hv.handlers.msr;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The values of one virtual processor's registers, by their places in the table; 0 for those that are kept elsewhere. */
record MsrValues(long[] byPlace) implements State {
    @Override public void fields(StateFields fields) { fields.fill("values", byPlace); }
}
