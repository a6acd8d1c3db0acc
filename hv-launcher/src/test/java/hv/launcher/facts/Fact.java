package hv.launcher.facts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A number of the manual that has its home in hv.api.x86.
 *
 * @param home  simple name of the class
 * @param title what its Javadoc begins with
 */
record Fact(String home, String name, String title, long value) {
    /** Words that tell nothing about which fact is meant. */
    private static final Set<String> NOISE = Set.of("IA32", "MSR", "VMX", "BIT", "BITS", "MASK", "INDEX", "CONTROL", "CONTROLS", "STATE", "EXCEPTION", "VECTOR",
            "TYPE", "EVENT", "EXITING", "ENABLE", "USE", "ACTIVATE", "BLOCKING", "BLOCKED", "BY", "OF", "A", "THE");

    private static List<String> words(String text) {
        return Arrays.stream(text.toUpperCase(Locale.ROOT).split("[^A-Z0-9]+")).filter(word -> !word.isEmpty() && !NOISE.contains(word)).toList();
    }

    /** The home's name, whole and in its words: {@code DEBUGCTL} of DebugCtl. */
    private Set<String> qualifiers() {
        return Stream.concat(Stream.of(home.toUpperCase(Locale.ROOT)), words(home.replaceAll("(?<=[a-z])(?=[A-Z])", "_")).stream()).collect(Collectors.toSet());
    }

    /** Whether a constant of this name and value says the same; bits may be said as masks or by number. */
    boolean isSaidBy(String constant, long number) {
        if (!sameValue(number)) return false;
        var said = words(constant).stream().filter(word -> !qualifiers().contains(word)).collect(Collectors.toSet());
        return !said.isEmpty() && (isNamed(said) || number == value && Set.copyOf(words(title)).equals(said));
    }

    /** By a part of the name, too, where the number is not one that means many things. */
    private boolean isNamed(Set<String> said) {
        var own = Set.copyOf(words(name));
        return own.equals(said) || value > 31 && own.containsAll(said);
    }

    private boolean sameValue(long number) { return number == value || isBit() && number == Long.numberOfTrailingZeros(value); }

    private boolean isBit() { return Long.bitCount(value) == 1 && !name.endsWith("SHIFT"); }

    @Override public String toString() { return home + "." + name; }
}
