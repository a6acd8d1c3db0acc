package hv.devices.acpi;

/** The state of the power-management registers. */
final class PmState {
    /** PM1 status and enable registers. */
    int status, enable;
    /** PM1 control register without SLP_EN, which reads as zero. */
    int control = PowerManagement.SCI_ENABLE;
    /** The timer tick up to which the status bit of the timer has been brought up to date. */
    long settled;
}
