package hv.core.config;

import hv.api.machine.PhysicalMemory;

/** A guest that is ready to be loaded. */
public interface GuestImage {
    /** The name, for messages. */
    String name();

    /**
     * Writes the image into guest-physical memory.
     *
     * @return the state in which it starts
     * @throws hv.core.report.HvException (user's mistake) if it does not fit
     */
    StartState load(PhysicalMemory memory);
}
