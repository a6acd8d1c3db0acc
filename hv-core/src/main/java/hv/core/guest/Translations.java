package hv.core.guest;

import hv.api.x86.Gva;
import hv.cpu.LogicalProcessor;

/** The guest's cached linear translations, tagged with its VPID; without VPIDs every entry drops them anyway. */
final class Translations {
    private static final int ADDRESS = 0, SINGLE_CONTEXT = 1;

    private final LogicalProcessor cpu;
    private final int vpid;

    /** @param vpid 0 for none */
    Translations(LogicalProcessor cpu, int vpid) {
        this.cpu = cpu;
        this.vpid = vpid;
    }

    void flush() {
        if (vpid != 0) cpu.invvpid(SINGLE_CONTEXT, vpid, 0);
    }

    void flush(Gva address) {
        if (vpid != 0) cpu.invvpid(ADDRESS, vpid, address.value());
    }
}
