package hv.handlers.msr;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** What the registers of one virtual processor hold, by their places in the table; those that live elsewhere are 0. */
record MsrValues(long[] byPlace) implements State {
    @Override public void fields(StateFields fields) { fields.fill("values", byPlace); }
}
