package hv.launcher.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a person said of options in one place: on the command line, or in a table of a file. */
final class Said {
    static final Said NOTHING = new Said(Map.of());

    private final Map<Option<?>, List<?>> values;

    private Said(Map<Option<?>, List<?>> values) { this.values = values; }

    static <T> Said of(Option<T> option, T value) { return NOTHING.and(option, List.of(value)); }

    /** The same, and these values of one option more. */
    <T> Said and(Option<T> option, List<T> more) {
        Map<Option<?>, List<?>> all = new HashMap<>(values);
        all.put(option, List.copyOf(more));
        return new Said(all);
    }

    /** Empty where nothing was said. */
    @SuppressWarnings("unchecked") <T> List<T> of(Option<T> option) { return (List<T>) values.getOrDefault(option, List.of()); }

    boolean has(Option<?> option) { return values.containsKey(option); }
}
