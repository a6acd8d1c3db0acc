package hv.cpu.state;

import java.util.HashMap;
import java.util.Map;

/** The state of VM entry's checks for the current VMCS and for those that have been current, so that the next entry repeats no check in vain. */
public final class EntryMemo {
    /** Mask of the {@code entry.FieldGroup}s that may have changed since the last successful entry. */
    public int written;
    /** Whether a check looked at memory that fields point to. */
    public boolean memoryCounts;
    /** IA32_EFER.LMA when host state was last checked. */
    public boolean inLongMode;
    /** Whether regions of VMCSs that have been current are guarded, so that writes behind VMWRITE are noticed. */
    public boolean guarding;
    private final Map<Long, CheckedVmcs> left = new HashMap<>();

    /**
     * Makes another VMCS current.
     *
     * @param from      {@link VmxPointers#NONE} for none
     * @param unchecked the state for a VMCS that has not been current before
     */
    public void exchange(long from, long to, CheckedVmcs unchecked) {
        if (from != VmxPointers.NONE) left.put(from, new CheckedVmcs(written, memoryCounts, inLongMode));
        var noted = left.remove(to);
        var known = noted == null ? unchecked : noted;
        written = known.written();
        memoryCounts = known.memoryCounts();
        inLongMode = known.inLongMode();
    }

    /** Forgets the checks of a VMCS that is not current. */
    public void forget(long region) { left.remove(region); }

    void reset() {
        written = 0;
        memoryCounts = false;
        left.clear();
    }
}
