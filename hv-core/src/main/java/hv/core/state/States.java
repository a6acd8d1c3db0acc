package hv.core.state;

import hv.api.machine.NamedState;
import hv.api.machine.Registration;
import hv.api.machine.State;
import java.util.ArrayList;
import java.util.List;

/** All state of one machine, by name. */
public final class States {
    /** The owner of the framework's own state. */
    public static final String FRAMEWORK = "hv";

    private final List<NamedState> states = new ArrayList<>();

    /**
     * Adds a state.
     *
     * @param owner a plugin's id, or {@link #FRAMEWORK}
     * @throws IllegalArgumentException if the owner has a state of this name
     */
    public Registration add(String owner, String name, int version, State state) {
        var full = owner + "/" + name;
        if (has(full)) throw new IllegalArgumentException("two states are named '" + full + "'; each state and timer of a plugin needs a name of its own");
        var added = new NamedState(full, version, state);
        states.add(added);
        return () -> states.removeIf(other -> other == added);
    }

    /** Adds a state that has no name of its own but that of its kind: the second of a kind is called "name #2". */
    public Registration addAnother(String owner, String name, int version, State state) {
        var numbered = name;
        for (int number = 2; has(owner + "/" + numbered); number++) numbered = name + " #" + number;
        return add(owner, numbered, version, state);
    }

    private boolean has(String full) { return states.stream().anyMatch(other -> other.name().equals(full)); }

    /** All states, in the order in which they were added. */
    public List<NamedState> all() { return List.copyOf(states); }
}
