package hv.launcher.manual;

import hv.cpu.platform.ProcessorProfile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All that can be explained, for one processor. */
public final class Manual {
    private static final Pattern HEXADECIMAL = Pattern.compile("(?:0X)?([0-9A-F]{1,7})H?");

    private final List<Entry> entries;

    public Manual(ProcessorProfile profile) {
        entries = Stream.of(Fields.entries(), new Controls(profile).entries(), ExitReasons.entries(), Errors.entries()).flatMap(List::stream).toList();
    }

    /**
     * What a person means: a name in capitals or not, with underscores, hyphens or spaces; a field's encoding ({@code 0x681E}, {@code 681EH}, {@code 681E});
     * the number of an exit reason or an error, which may both be meant ({@code 48}, {@code 0x30}). Empty where nothing has exactly this name.
     */
    public List<Entry> find(String text) {
        var name = normal(text);
        return Stream.of(name, encoding(name), number(name)).map(this::named).filter(found -> !found.isEmpty()).findFirst().orElse(List.of());
    }

    Stream<Entry> all() { return entries.stream(); }

    /** All that have one. */
    public List<String> names() { return entries.stream().map(Entry::name).distinct().toList(); }

    private List<Entry> named(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name) || entry.keys().contains(name)).toList();
    }

    /** Whose names hold all the words of {@code text}. */
    public List<Entry> like(String text) {
        var words = normal(text).split("_");
        return entries.stream().filter(entry -> Stream.of(words).allMatch(entry.name()::contains)).toList();
    }

    private static String normal(String text) { return text.strip().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_'); }

    private static String encoding(String name) { return hexadecimal(name).map("%04XH"::formatted).orElse(name); }

    private static String number(String name) { return hexadecimal(name).map("%d"::formatted).orElse(name); }

    private static Optional<Integer> hexadecimal(String name) {
        var digits = HEXADECIMAL.matcher(name);
        return digits.matches() ? Optional.of(Integer.parseInt(digits.group(1), 16)) : Optional.empty();
    }
}
