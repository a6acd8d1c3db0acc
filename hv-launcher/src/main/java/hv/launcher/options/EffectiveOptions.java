package hv.launcher.options;

import java.util.List;
import java.util.Optional;

/** What holds for a run or for a machine: what the command line says on top of what a table of the file says, and the usual where both say nothing. */
public final class EffectiveOptions {
    private final OptionValues commandLine, table;

    EffectiveOptions(OptionValues commandLine, OptionValues table) {
        this.commandLine = commandLine;
        this.table = table;
    }

    boolean has(Option<?> option) { return commandLine.has(option) || table.has(option); }

    /** What the table alone says. */
    <T> List<T> ofTable(Option<T> option) { return table.of(option); }

    /** The values that were given; none where there were none. */
    <T> List<T> all(Option<T> option) { return option.merged(table.of(option), commandLine.of(option)); }

    <T> Optional<T> find(Option<T> option) { return all(option).stream().findFirst(); }

    /** Of an option that has a usual value. */
    <T> T get(Option<T> option) { return find(option).orElseGet(() -> option.parser().apply(option.usual().text().apply(this))); }

    public boolean is(Option<Boolean> flag) { return find(flag).orElse(false); }
}
