package hv.api.machine;

/** Pins of the processor that a PC's chipset is wired to, beside those of {@link Interrupts}. */
public interface ProcessorPins {
    /**
     * A gate of address line 20: high while it is open, which it is not before it is raised. The processor has the line while any gate of the machine is
     * open, and where there is none; otherwise bit 20 of the physical addresses that it reaches is 0, so that they wrap at 1 MByte as an 8086's do.
     */
    InterruptLine a20Gate();

    /**
     * FERR#: called when it is asserted, which is when an x87 instruction meets an exception with CR0.NE = 0. The processor then waits for an interrupt,
     * line 13's in a PC. Never called in VMX operation, where CR0.NE is 1.
     */
    Registration onFloatingPointError(Runnable asserted);
    /** IGNNE#: x87 instructions go on until the exception is cleared. Nothing while FERR# is not asserted. */
    void ignoreFloatingPointError();
}
