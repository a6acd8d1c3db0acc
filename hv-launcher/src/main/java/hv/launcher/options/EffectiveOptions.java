package hv.launcher.options;

import java.util.List;
import java.util.Optional;

/** The values of options that hold for a run or for a machine: the command line's, then those in a table of the file, then the defaults. */
public final class EffectiveOptions {
    private final OptionValues commandLine, table;

    EffectiveOptions(OptionValues commandLine, OptionValues table) {
        this.commandLine = commandLine;
        this.table = table;
    }

    boolean has(Option<?> option) { return commandLine.has(option) || table.has(option); }

    /** The values in the table alone. */
    <T> List<T> ofTable(Option<T> option) { return table.of(option); }

    /** All values that were given; none where nobody gave one. */
    <T> List<T> all(Option<T> option) { return option.merged(table.of(option), commandLine.of(option)); }

    <T> Optional<T> find(Option<T> option) { return all(option).stream().findFirst(); }

    /** The value of an option that has a default. */
    <T> T get(Option<T> option) { return find(option).orElseGet(() -> option.parser().apply(option.usual().text().apply(this))); }

    public boolean is(Option<Boolean> flag) { return find(flag).orElse(false); }
}
