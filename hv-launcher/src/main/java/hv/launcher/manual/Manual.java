package hv.launcher.manual;

import hv.cpu.platform.ProcessorProfile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All that can be explained, for one processor. */
public final class Manual {
    private final List<Entry> entries;

    public Manual(ProcessorProfile profile) {
        entries = Stream.of(Fields.entries(), new Controls(profile).entries(), ExitReasons.entries(), Errors.entries()).flatMap(List::stream).toList();
    }

    /**
     * What a person means: a name in capitals or not, with underscores, hyphens or spaces; a field's encoding ({@code 0x681E}); the number of an exit reason
     * or an error, which may both be meant. Empty where nothing has exactly this name.
     */
    public List<Entry> find(String text) {
        var name = normal(text);
        return entries.stream().filter(entry -> entry.name().equals(name) || entry.keys().contains(name)).toList();
    }

    /** Whose names hold all the words of {@code text}. */
    public List<Entry> like(String text) {
        var words = normal(text).split("_");
        return entries.stream().filter(entry -> Stream.of(words).allMatch(entry.name()::contains)).toList();
    }

    private static String normal(String text) {
        var name = text.strip().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        return name.matches("0X[0-9A-F]{1,7}") ? "%04XH".formatted(Integer.parseInt(name.substring(2), 16)) : name;
    }
}
