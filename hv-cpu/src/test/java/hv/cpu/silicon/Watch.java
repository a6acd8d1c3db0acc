package hv.cpu.silicon;

/**
 * The parts that a VMM watches of a guest, and how it goes about it.
 *
 * @param allowed       of the pages of code, stack, data and tables: what EPT allows, bits 0 read, 1 write, 2 execute
 * @param accessedDirty EPT keeps accessed and dirty flags, so that paging structures are written
 * @param exceptions    each exception makes a VM exit
 * @param trap          each instruction is followed by the monitor trap flag's VM exit
 * @param hostLooks     host software looks at its own registers at each VM exit, so that the guest's are loaded from the VMCS
 * @param devices       of the two pages of data those that are registers of a device, a bit each
 */
record Watch(int allowed, boolean accessedDirty, boolean exceptions, boolean trap, boolean hostLooks, int devices) {
    private static final int[] ALLOWED = {0, 0, 0, 1, 3, 4, 5, 7};

    /** An exception while another is delivered is left to the processor, as it may happen in privileged code. */
    static Watch choose(CaseRandom random, Conditions conditions) {
        return new Watch(random.pick(ALLOWED), random.once(4), !conditions.privileged() && random.once(3), random.once(3), random.once(3),
                random.once(5) ? random.nextInt(1, 4) : 0);
    }
}
