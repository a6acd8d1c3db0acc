package hv.cpu.engine;

import hv.cpu.state.GuestException;

/**
 * Events other than instructions. The engine decides when one happens; the parts of the processor below it do it. RIP is that of the instruction to
 * return to. Each method may throw {@link hv.cpu.state.VmExitSignal}, with the exit recorded.
 */
public interface Events {
    /** Delivers an exception through the IDT (or exits); an exception on the way becomes a double fault or worse. */
    void exception(GuestException exception);
    /** Delivers an external interrupt. @param vector as the interrupt controller gave it */
    void interrupt(int vector);
    /** Delivers a non-maskable interrupt. */
    void nmi();
    /** Raises the machine check that is due, or shuts the processor down. */
    void machineCheck();
    /** Puts the processor into the state after INIT. */
    void init();
    /** Starts a processor that waits for this message. @param vector the physical address to start at, divided by 4096 */
    void startUp(int vector);
    /**
     * Completes the VM exit whose facts are recorded: guest state saved, host state loaded.
     *
     * @return whether the host is software in Java; otherwise execution goes on at the host's RIP
     */
    boolean vmExit();
}
