package hv.launcher.options;

import hv.api.Names;
import hv.core.image.GuestImages;
import hv.core.report.HvException;
import hv.launcher.options.Option.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * A run in a TOML file. Its keys are the options' names.
 *
 * @param run      what the top of the file says
 * @param machines what each table {@code [[vm]]} says
 */
record VmFile(OptionValues run, List<OptionValues> machines) {
    static final VmFile EMPTY = new VmFile(OptionValues.NOTHING, List.of());
    private static final String MACHINES = "vm";

    /** @throws HvException (user's mistake) where it can't be read, or says something wrong */
    static VmFile read(Path file) {
        try {
            return new Reader(file).read(new TomlMapper().readTree(GuestImages.content(file)));
        } catch (JacksonException e) {
            throw HvException.user("%s%s: this is not TOML: %s".formatted(file, line(e), e.getOriginalMessage()), e);
        }
    }

    private static String line(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1 ? "" : ", line " + e.getLocation().getLineNr();
    }

    private record Reader(Path file) {
        VmFile read(JsonNode top) {
            var run = OptionValues.NOTHING;
            List<OptionValues> machines = List.of();
            for (var member : top.properties()) {
                if (member.getKey().equals(MACHINES)) machines = machines(member.getValue());
                else run = add(member.getKey(), member.getValue(), Place.RUN, run);
            }
            return new VmFile(run, machines);
        }

        private List<OptionValues> machines(JsonNode tables) {
            var machines = new ArrayList<OptionValues>();
            for (var table : tables.isArray() ? tables : List.<JsonNode>of()) {
                var machine = OptionValues.NOTHING;
                for (var member : table.properties()) machine = add(member.getKey(), member.getValue(), Place.MACHINE, machine);
                machines.add(machine);
            }
            if (machines.isEmpty()) throw wrong("vm is a list of tables; begin each machine with [[vm]]");
            return machines;
        }

        private OptionValues add(String key, JsonNode value, Place place, OptionValues values) {
            return add(option(key, place).orElseThrow(() -> wrong(unknown(key, place))), value, values);
        }

        private <T> OptionValues add(Option<T> option, JsonNode value, OptionValues values) {
            boolean isList = value.isArray();
            if (isList && !option.isList()) throw wrong(option.name() + " takes one value, not a list of them");
            var elements = isList ? StreamSupport.stream(value.spliterator(), false).toList() : List.of(value);
            return values.and(option, elements.stream().map(element -> parsed(option, element)).toList());
        }

        private <T> T parsed(Option<T> option, JsonNode value) {
            if (!value.isValueNode()) throw wrong("the value of '%s' has the wrong type; docs/vm-file.md shows each key".formatted(option.name()));
            try {
                return option.parser().apply(value.asString());
            } catch (IllegalArgumentException e) {
                throw wrong(option.name() + ": " + e.getMessage());
            }
        }

        private HvException wrong(String what) { return HvException.user(file + ": " + what); }
    }

    private static Optional<Option<?>> option(String key, Place place) {
        return Options.all().stream().filter(option -> option.name().equals(key) && option.places().contains(place)).findFirst();
    }

    private static String unknown(String key, Place place) {
        if (option(key, Place.RUN).isPresent()) return "the key '" + key + "' is the run's, and stands above the first [[vm]]";
        if (option(key, Place.MACHINE).isPresent()) return "the key '" + key + "' is a machine's, and stands below [[vm]]";
        if (option(key, Place.COMMAND_LINE).isPresent()) return "'" + key + "' is an option of the command line alone";
        var known = Options.all().stream().filter(option -> option.places().contains(place)).map(Option::name).sorted().toList();
        return "unknown key '" + key + "'" + Names.choices(key, known);
    }
}
