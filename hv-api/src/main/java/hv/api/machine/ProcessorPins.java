package hv.api.machine;

/** Pins of the processor that a PC's chipset is wired to; its interrupt pins are in {@link Interrupts}. */
public interface ProcessorPins {
    /**
     * Makes a gate of address line 20, closed at first; raising the line opens it. The processor has address bit 20 while any gate of the machine is
     * open, and on a machine without gates. While all are closed, bit 20 of every physical address is 0, so that addresses wrap at 1 MByte as an
     * 8086's do.
     */
    InterruptLine a20Gate();

    /**
     * Listens to FERR#: {@code asserted} runs when an x87 instruction meets an unmasked exception with CR0.NE = 0. The processor then waits for an
     * interrupt, which a PC raises on line 13. It never runs in VMX operation, where CR0.NE is 1.
     */
    Registration onFloatingPointError(Runnable asserted);
    /** Asserts IGNNE#: x87 instructions go on until the exception is cleared. Without effect while FERR# is not asserted. */
    void ignoreFloatingPointError();
}
