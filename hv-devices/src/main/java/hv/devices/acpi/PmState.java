package hv.devices.acpi;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The state of the power-management registers. */
final class PmState implements State {
    /** PM1 status and enable registers. */
    int status, enable;
    /** PM1 control register without SLP_EN, which reads as zero. */
    int control = PowerManagement.SCI_ENABLE;
    /** The timer tick up to which the status bit of the timer has been brought up to date. */
    long settled;

    @Override public void fields(StateFields fields) {
        status = fields.number("status", status);
        enable = fields.number("enable", enable);
        control = fields.number("control", control);
        settled = fields.number("settled", settled);
    }
}
