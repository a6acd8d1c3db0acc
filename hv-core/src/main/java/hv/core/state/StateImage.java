package hv.core.state;

import hv.api.machine.NamedState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A machine's state as bytes: a mark, the number of states, and for each its name, its version, and its fields with their names. */
public final class StateImage {
    private static final int MARK = 'h' << 24 | 'v' << 16 | 's' << 8 | 1;

    private record Saved(int version, Map<String, Object> fields) {}

    private StateImage() {}

    public static byte[] save(List<NamedState> states) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(MARK);
            out.writeInt(states.size());
            for (var state : states) {
                out.writeUTF(state.name());
                out.writeInt(state.version());
                FieldCodec.write(SavedFields.of(state), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Gives a machine the state that another one with the same plugins had; call it between two instructions of its guest.
     *
     * @throws IllegalArgumentException if this is no image, or one of a machine with other states, versions or fields: nothing is changed then
     */
    public static void restore(List<NamedState> states, byte[] image) {
        var saved = read(image);
        check(states, saved);
        var before = read(save(states));
        try {
            apply(states, saved);
        } catch (IllegalArgumentException e) {
            apply(states, before);
            throw e;
        }
    }

    private static void apply(List<NamedState> states, Map<String, Saved> saved) {
        for (var state : states) RestoredFields.give(state, saved.get(state.name()).fields);
        for (var state : states) state.state().restored();
    }

    private static void check(List<NamedState> states, Map<String, Saved> saved) {
        var unknown = new TreeSet<>(saved.keySet());
        var missing = new TreeSet<String>();
        for (var state : states) {
            unknown.remove(state.name());
            var known = saved.get(state.name());
            if (known == null) missing.add(state.name());
            else if (known.version != state.version()) throw new IllegalArgumentException(versions(state, known));
        }
        if (unknown.isEmpty() && missing.isEmpty()) return;
        throw new IllegalArgumentException("the state is that of a machine with other plugins; it takes the same"
                + named("saved, but not of this machine", unknown) + named("of this machine, but not saved", missing));
    }

    private static String versions(NamedState state, Saved saved) {
        return "state '%s' was saved as version %d, and is of version %d here; it takes a plugin of the version that saved it".formatted(state.name(),
                saved.version, state.version());
    }

    private static String named(String what, TreeSet<String> names) { return names.isEmpty() ? "" : "; " + what + ": " + String.join(", ", names); }

    private static Map<String, Saved> read(byte[] image) {
        var saved = new LinkedHashMap<String, Saved>();
        try (var in = new DataInputStream(new ByteArrayInputStream(image))) {
            if (in.readInt() != MARK) throw new IllegalArgumentException("these bytes are no saved state of a machine: they begin otherwise");
            int count = in.readInt();
            for (int i = 0; i < count; i++) saved.put(in.readUTF(), new Saved(in.readInt(), FieldCodec.read(in)));
            if (in.available() > 0) throw new IOException("more than the states");
        } catch (IOException e) {
            throw new IllegalArgumentException("the saved state of a machine is damaged or cut short after " + saved.size() + " states", e);
        }
        return saved;
    }
}
