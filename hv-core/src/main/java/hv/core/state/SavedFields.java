package hv.core.state;

import hv.api.machine.NamedState;
import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.LinkedHashMap;
import java.util.Map;

/** A visitor that notes the values of a state's fields. */
final class SavedFields implements StateFields {
    private final String owner, prefix;
    private final Map<String, Object> values;

    private SavedFields(String owner, String prefix, Map<String, Object> values) {
        this.owner = owner;
        this.prefix = prefix;
        this.values = values;
    }

    static Map<String, Object> of(NamedState state) {
        var values = new LinkedHashMap<String, Object>();
        state.state().fields(new SavedFields(state.name(), "", values));
        return values;
    }

    @Override public boolean restoring() { return false; }
    @Override public boolean flag(String name, boolean now) { return note(name, now, now); }
    @Override public int number(String name, int now) { return note(name, now, now); }
    @Override public long number(String name, long now) { return note(name, now, now); }
    @Override public byte[] bytes(String name, byte[] now) { return note(name, now.clone(), now); }
    @Override public long[] numbers(String name, long[] now) { return note(name, now.clone(), now); }
    @Override public void part(String name, State part) { part.fields(new SavedFields(owner, prefix + name + ".", values)); }

    private <T> T note(String name, Object value, T now) {
        if (values.put(prefix + name, value) == null) return now;
        throw new IllegalStateException("state '" + owner + "' has two fields named '" + prefix + name + "'");
    }
}
