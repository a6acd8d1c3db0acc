package hv.cpu.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Who has written VMCS fields, for explanations alone. */
public final class FieldProvenance {
    /** Of the current VMCS; null where none has been current since VMXON. */
    public FieldWriters writers;
    /** Whose {@link FieldWriters#frames} are kept, by class name; null for none. */
    public Predicate<String> tellingFrames;
    /** Of every VMCS that was current since VMXON, by region. */
    private final Map<Long, FieldWriters> byRegion = new HashMap<>();
    /** How the next field written in Java is to be marked. */
    private long stamp;

    /** {@link FieldWriters#stamp} of {@link #exits} and the author at work. */
    public long stamp() { return stamp; }

    /** VM exits since the processor was made. */
    public long exits() { return FieldWriters.exits(stamp); }

    /** One more VM exit, which saves the guest's state in the current VMCS. */
    public void savedByExit() {
        failedEntry();
        if (writers != null) writers.savedAt = exits();
    }

    /** One more VM exit, which saves nothing. */
    public void failedEntry() { stamp += FieldWriters.stamp(1, 0); }

    /** Who executes VMWRITE in Java from now on. @param id below {@link FieldWriters#MACHINE_CODE} */
    public void author(int id) { stamp = FieldWriters.stamp(exits(), id); }

    /** Another VMCS becomes current. @param fields how many fields one has */
    public void current(long region, int fields) {
        writers = byRegion.computeIfAbsent(region, _ -> new FieldWriters(fields, tellingFrames != null));
    }

    void reset() {
        byRegion.clear();
        writers = null;
    }
}
