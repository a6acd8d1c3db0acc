package hv.launcher.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that a person gives to options in one place: on the command line, or in a table of a file. */
final class OptionValues {
    static final OptionValues NOTHING = new OptionValues(Map.of());

    private final Map<Option<?>, List<?>> values;

    private OptionValues(Map<Option<?>, List<?>> values) { this.values = values; }

    static <T> OptionValues of(Option<T> option, T value) { return NOTHING.and(option, List.of(value)); }

    /** The same, and these values of one option more. */
    <T> OptionValues and(Option<T> option, List<T> more) {
        Map<Option<?>, List<?>> all = new HashMap<>(values);
        all.put(option, List.copyOf(more));
        return new OptionValues(all);
    }

    /** Empty where none was given. */
    @SuppressWarnings("unchecked") <T> List<T> of(Option<T> option) { return (List<T>) values.getOrDefault(option, List.of()); }

    boolean has(Option<?> option) { return values.containsKey(option); }
}
