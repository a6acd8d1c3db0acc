package hv.cpu.apic;

/**
 * An interrupt message to local APICs.
 *
 * @param destination an APIC ID, or a set of logical IDs
 * @param wide        whether the destination has 32 bits (from an APIC in x2APIC mode), not 8
 */
record ApicMessage(DeliveryMode mode, int vector, boolean level, boolean logical, int destination, boolean wide) {
    private static final int BROADCAST = -1;

    /** A fixed interrupt that an APIC sends to itself. */
    static ApicMessage fixed(int vector) { return new ApicMessage(DeliveryMode.FIXED, vector, false, false, 0, false); }

    /**
     * A message-signalled interrupt.
     *
     * @sdm 3A "Message Signalled Interrupts"
     */
    static ApicMessage signalled(long address, int data) {
        return new ApicMessage(DeliveryMode.of(data >>> 8), data & 0xFF, (data & 1 << 15) != 0, (address & 4) != 0, (int) (address >>> 12) & 0xFF, false);
    }

    private boolean broadcast() { return destination == (wide ? BROADCAST : 0xFF); }

    /**
     * Whether an APIC is among the destinations.
     *
     * @sdm 3A "Determining IPI Destination"
     */
    boolean reaches(LocalApicState apic) {
        if (broadcast()) return true;
        if (!logical) return destination == apic.id();
        return apic.x2apic() ? matchesCluster(LocalApic.logicalX2apicId(apic.x2apicId)) : matchesFlat(apic);
    }

    private boolean matchesCluster(int id) { return id >>> 16 == destination >>> 16 && (id & destination & 0xFFFF) != 0; }

    private boolean matchesFlat(LocalApicState apic) {
        int id = apic.page.get(ApicRegisters.LOGICAL_DESTINATION) >>> 24;
        boolean flat = apic.page.get(ApicRegisters.DESTINATION_FORMAT) >>> 28 == 0xF;
        if (flat) return (id & destination) != 0;
        int cluster = destination >>> 4 & 0xF;
        return (cluster == 0xF || cluster == id >>> 4) && (id & destination & 0xF) != 0;
    }
}
