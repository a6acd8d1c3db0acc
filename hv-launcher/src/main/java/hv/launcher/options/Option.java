package hv.launcher.options;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that a person can choose. {@link Options} declares each once; the command line, the TOML file, {@code --help} and the table of
 * docs/vm-file.md are made of that.
 *
 * @param name   {@code --name} on the command line, {@code name} in a file
 * @param label  what {@code --help} calls a value; empty for a flag
 * @param parser from what a person writes to the value; throws an {@link IllegalArgumentException} that tells what is wrong and what would be right
 * @param takes  how often it can be given
 * @param places where it can be given
 * @param usual  what holds where nobody says anything; null for nothing
 * @param help   what it does, without a full stop
 */
public record Option<T>(String name, String label, Function<String, T> parser, Takes takes, Set<Place> places, Usual usual, String help) {
    /** How often an option can be given, and what becomes of what a file says where the command line says something too. */
    enum Takes {
        /** Given or not. */ FLAG,
        /** One value; the command line's replaces the file's. */ ONE,
        /** Values; the command line's replace the file's. */ LIST,
        /** Values; the command line's come behind the file's, so that they win. */ GROWING,
        /** One value in a file; on the command line several, each for some of the machines, of which the last for a machine counts. */ LAST
    }

    /** Where an option can be given. */
    enum Place {
        /** As {@code --name}. */ COMMAND_LINE,
        /** At the top of a file, for the run. */ RUN,
        /** In a table {@code [[vm]]} of a file, for that machine. */ MACHINE
    }

    /**
     * What holds where nobody says anything.
     *
     * @param words for people
     * @param text  as a person would write it, by what else is chosen; null where more than that decides
     */
    record Usual(String words, Function<EffectiveOptions, String> text) {
    }

    static Option<Boolean> flag(String name, String help) {
        return new Option<>(name, "", OptionParsers::flag, Takes.FLAG, EnumSet.of(Place.COMMAND_LINE), null, help);
    }

    static <T> Option<T> one(String name, String label, Function<String, T> parser, String help) {
        return new Option<>(name, label, parser, Takes.ONE, EnumSet.of(Place.COMMAND_LINE), null, help);
    }

    static <T> Option<T> list(String name, String label, Function<String, T> parser, String help) {
        return new Option<>(name, label, parser, Takes.LIST, EnumSet.of(Place.COMMAND_LINE), null, help);
    }

    static <T> Option<T> growing(String name, String label, Function<String, T> parser, String help) {
        return new Option<>(name, label, parser, Takes.GROWING, EnumSet.of(Place.COMMAND_LINE), null, help);
    }

    static <T> Option<T> last(String name, String label, Function<String, T> parser, String help) {
        return new Option<>(name, label, parser, Takes.LAST, EnumSet.of(Place.COMMAND_LINE), null, help);
    }

    Option<T> forRun() { return in(EnumSet.of(Place.COMMAND_LINE, Place.RUN)); }
    Option<T> forMachine() { return in(EnumSet.of(Place.COMMAND_LINE, Place.MACHINE)); }
    Option<T> inTableOnly() { return in(EnumSet.of(Place.MACHINE)); }

    private Option<T> in(Set<Place> where) { return new Option<>(name, label, parser, takes, where, usual, help); }

    Option<T> usually(String text) { return usually(text, _ -> text); }

    Option<T> usually(String words, Function<EffectiveOptions, String> text) {
        return new Option<>(name, label, parser, takes, places, new Usual(words, text), help);
    }

    /** What holds otherwise, for people: it takes more than an option to tell. */
    Option<T> otherwise(String words) { return usually(words, null); }

    /** Whether it can be given several times on the command line. */
    boolean isRepeatable() { return takes != Takes.FLAG && takes != Takes.ONE; }
    /** Whether a file can say a list of values. */
    boolean isList() { return takes == Takes.LIST || takes == Takes.GROWING; }

    /** The help in one or two sentences, with what holds usually. */
    String description() { return help + (usual == null ? "" : "; by default " + usual.words) + "." + (isRepeatable() ? " Repeatable." : ""); }

    /** What both places come to. */
    List<T> merged(List<T> file, List<T> commandLine) {
        if (takes != Takes.GROWING && takes != Takes.LAST) return commandLine.isEmpty() ? file : commandLine;
        var all = new ArrayList<>(file);
        all.addAll(commandLine);
        return all;
    }
}
