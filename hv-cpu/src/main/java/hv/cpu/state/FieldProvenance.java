package hv.cpu.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The writers of VMCS fields, which only explanations need. */
public final class FieldProvenance {
    /** The writers of the current VMCS's fields; null where none has been current since VMXON. */
    public FieldWriters writers;
    /** Chooses the classes whose {@link FieldWriters#frames} are kept, by name; null for none. */
    public Predicate<String> tellingFrames;
    /** The writers of every VMCS that was current since VMXON, by its region. */
    private final Map<Long, FieldWriters> byRegion = new HashMap<>();
    /** The stamp for the next field that is written in Java. */
    private long stamp;

    /** {@link FieldWriters#stamp} of {@link #exits} and the author at work. */
    public long stamp() { return stamp; }

    /** The number of VM exits since the processor was made. */
    public long exits() { return FieldWriters.exits(stamp); }

    /** Counts a VM exit, which saves the guest's state in the current VMCS. */
    public void savedByExit() {
        failedEntry();
        if (writers != null) writers.savedAt = exits();
    }

    /** Counts the VM exit of a failed entry, which saves nothing. */
    public void failedEntry() { stamp += FieldWriters.stamp(1, 0); }

    /** Sets the author of VMWRITEs in Java from now on. @param id below {@link FieldWriters#MACHINE_CODE} */
    public void author(int id) { stamp = FieldWriters.stamp(exits(), id); }

    /** Makes another VMCS current. @param fields the number of fields in a VMCS */
    public void current(long region, int fields) {
        writers = byRegion.computeIfAbsent(region, _ -> new FieldWriters(fields, tellingFrames != null));
    }

    void reset() {
        byRegion.clear();
        writers = null;
    }
}
