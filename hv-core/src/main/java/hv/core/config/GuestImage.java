package hv.core.config;

import hv.api.machine.PhysicalMemory;

/** A guest ready to be loaded. */
public interface GuestImage {
    /** For messages. */
    String name();

    /**
     * Writes the image into guest-physical memory and tells the state it starts in.
     *
     * @throws hv.core.report.HvException (user's mistake) if it does not fit
     */
    StartState load(PhysicalMemory memory);
}
