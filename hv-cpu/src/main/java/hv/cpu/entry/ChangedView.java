package hv.cpu.entry;

import hv.api.x86.VmcsField;
import hv.cpu.state.VmxCapabilities;
import java.util.LinkedHashSet;
import java.util.Set;

/** A view in which one field has another value; it remembers which fields were looked at. */
final class ChangedView implements EntryView {
    private final EntryView actual;
    private final Set<VmcsField> lookedAt = new LinkedHashSet<>();
    private VmcsField field;
    private long value;

    ChangedView(EntryView actual) { this.actual = actual; }

    /** @param value is cut to the field's width */
    ChangedView with(VmcsField field, long value) {
        this.field = field;
        this.value = value;
        return this;
    }

    /** The fields that were looked at, in the order in which they were first. */
    Set<VmcsField> lookedAt() { return lookedAt; }

    @Override
    public long get(VmcsField asked) {
        long found = asked == field ? value : actual.get(asked);
        lookedAt.add(asked);
        return found;
    }

    @Override public VmxCapabilities capabilities() { return actual.capabilities(); }
    @Override public boolean longMode() { return actual.longMode(); }
    @Override public long pointer() { return actual.pointer(); }
    @Override public long memory(long physical, int bytes) { return actual.memory(physical, bytes); }
}
