package hv.devices.acpi;

/** All that the power-management registers remember. */
final class PmState {
    /** PM1 status and enable registers. */
    int status, enable;
    /** PM1 control register without SLP_EN, which reads as zero. */
    int control = PowerManagement.SCI_ENABLE;
    /** When the timer's highest bit was looked at last, in ticks of the timer. */
    long settled;
}
