package hv.core.guest.entry;

import hv.cpu.apic.LocalApic;

/**
 * The interrupt of the processor's performance counters while a guest counts with them. It is an NMI, so that the guest exits at once, whatever it
 * masks. Such an NMI is told from others by the LVT entry of the processor's own local APIC, which masks itself when it has interrupted.
 *
 * @sdm 3A "Local Vector Table"
 */
public final class CounterInterrupt {
    private static final int ENTRY = 0x340;
    private static final long NMI = 4 << 8, MASKED = 1 << 16;

    private final LocalApic own;

    /** @param own the processor's, not a virtual one */
    public CounterInterrupt(LocalApic own) { this.own = own; }

    public void arm() { own.write(ENTRY, 4, NMI); }

    /** Whether the interrupt has come since the last call. */
    public boolean came() {
        boolean came = (own.read(ENTRY, 4) & MASKED) != 0;
        if (came) arm();
        return came;
    }
}
