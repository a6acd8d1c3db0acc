package hv.core.guest.state;

import hv.cpu.LogicalProcessor;

/** The guest's cached linear translations, tagged with its VPID; without VPIDs every entry drops them anyway. */
public final class Translations {
    private static final int SINGLE_CONTEXT = 1;

    private final LogicalProcessor cpu;
    private final int vpid;

    /** @param vpid 0 for none */
    public Translations(LogicalProcessor cpu, int vpid) {
        this.cpu = cpu;
        this.vpid = vpid;
    }

    public void flush() {
        if (vpid != 0) cpu.invvpid(SINGLE_CONTEXT, vpid, 0);
    }
}
