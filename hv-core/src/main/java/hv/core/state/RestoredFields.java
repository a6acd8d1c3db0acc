package hv.core.state;

import hv.api.machine.NamedState;
import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A visitor that gives a state's fields the values that were saved. */
final class RestoredFields implements StateFields {
    private final String prefix;
    private final Map<String, Object> values;
    private final Set<String> taken;

    private RestoredFields(String prefix, Map<String, Object> values, Set<String> taken) {
        this.prefix = prefix;
        this.values = values;
        this.taken = taken;
    }

    /**
     * Restores a state.
     *
     * @throws IllegalArgumentException if the state has other fields
     */
    static void give(NamedState state, Map<String, Object> values) {
        var taken = new HashSet<String>();
        try {
            state.state().fields(new RestoredFields("", values, taken));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("state '" + state.name() + "': " + e.getMessage(), e);
        }
        var left = new TreeSet<>(values.keySet());
        left.removeAll(taken);
        if (!left.isEmpty()) throw new IllegalArgumentException("state '%s' has no field '%s', which was saved".formatted(state.name(), left.first()));
    }

    @Override public boolean restoring() { return true; }
    @Override public boolean flag(String name, boolean now) { return take(name, Boolean.class); }
    @Override public int number(String name, int now) { return take(name, Integer.class); }
    @Override public long number(String name, long now) { return take(name, Long.class); }
    @Override public byte[] bytes(String name, byte[] now) { return take(name, byte[].class).clone(); }
    @Override public long[] numbers(String name, long[] now) { return take(name, long[].class).clone(); }
    @Override public void part(String name, State part) { part.fields(new RestoredFields(prefix + name + ".", values, taken)); }

    private <T> T take(String name, Class<T> type) {
        var full = prefix + name;
        var value = values.get(full);
        if (value == null) throw new IllegalArgumentException("field '" + full + "' was not saved");
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("field '%s' was saved as %s and is %s".formatted(full, value.getClass().getSimpleName(), type.getSimpleName()));
        }
        taken.add(full);
        return type.cast(value);
    }
}
