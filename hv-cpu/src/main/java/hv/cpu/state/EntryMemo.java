package hv.cpu.state;

import java.util.HashMap;
import java.util.Map;

/** How far VM entry's checks of the current VMCS still hold, so that the next entry repeats none in vain; and of those that have been current. */
public final class EntryMemo {
    /** What may have changed since the last successful entry; a mask of {@code entry.FieldGroup}. */
    public int written;
    /** A requirement that was checked depends on memory that fields point to. */
    public boolean memoryCounts;
    /** IA32_EFER.LMA when host state was last checked. */
    public boolean inLongMode;
    /** Regions that have been current are guarded against writes behind VMWRITE. */
    public boolean guarding;
    private final Map<Long, CheckedVmcs> left = new HashMap<>();

    /** Another VMCS becomes current. @param from {@link VmxPointers#NONE} for none; @param unchecked what holds for one of which nothing is known */
    public void exchange(long from, long to, CheckedVmcs unchecked) {
        if (from != VmxPointers.NONE) left.put(from, new CheckedVmcs(written, memoryCounts, inLongMode));
        var noted = left.remove(to);
        var known = noted == null ? unchecked : noted;
        written = known.written();
        memoryCounts = known.memoryCounts();
        inLongMode = known.inLongMode();
    }

    /** Nothing is known any more of a VMCS that is not current. */
    public void forget(long region) { left.remove(region); }

    void reset() {
        written = 0;
        memoryCounts = false;
        left.clear();
    }
}
