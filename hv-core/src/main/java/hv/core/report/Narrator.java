package hv.core.report;

import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.Gpa;

/** A listener to the story of a run. It is called on the run's thread, while things happen. */
public interface Narrator {
    void tell(Story event);

    /** Whether to call {@link #exit}; asked once, so that silence costs nothing. */
    default boolean wantsExits() { return false; }
    /**
     * An exit and its outcome, before the guest goes on.
     *
     * @param answeredBy the plugin; empty where the framework itself knew the answer
     */
    default void exit(String machine, VmExit exit, Vcpu vcpu, Outcome outcome, String answeredBy) {}

    /**
     * An access to a register of a device in memory, for those that hear of exits.
     *
     * @param owner the device's plugin
     * @param value what was read or is written, of {@code bytes} bytes
     */
    default void register(String machine, String owner, Gpa at, int bytes, boolean write, long value) {}

    /** Tells now and then, while guests run, how far the processor is and where. */
    default void beat(long instructions, long rip) {}

    /** A narrator that tells nothing. */
    Narrator SILENT = _ -> {};
}
