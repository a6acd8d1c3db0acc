package hv.devices.acpi;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** All that the power-management registers remember. */
final class PmState implements State {
    /** PM1 status and enable registers. */
    int status, enable;
    /** PM1 control register without SLP_EN, which reads as zero. */
    int control = PowerManagement.SCI_ENABLE;
    /** When the timer's highest bit was looked at last, in ticks of the timer. */
    long settled;

    @Override public void fields(StateFields fields) {
        status = fields.number("status", status);
        enable = fields.number("enable", enable);
        control = fields.number("control", control);
        settled = fields.number("settled", settled);
    }
}
