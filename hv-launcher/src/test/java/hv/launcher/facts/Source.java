package hv.launcher.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Java source file without its comments and texts, which keeps its lines. */
final class Source {
    private static final Pattern WORDS = Pattern.compile(
            "'(?:\\\\.|[^'\\\\])'|/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"", Pattern.DOTALL);
    private static final Pattern CONSTANTS = Pattern.compile("static final (?:int|long|short|byte) ([^;]+);");
    private static final Pattern ENUM = Pattern.compile("\\benum \\w+[^{]*\\{([^;]*)");
    private static final Pattern CALL = Pattern.compile("\\b([A-Z][A-Z0-9_]*)\\(([^()]*)\\)");
    private static final Pattern DECLARED = Pattern.compile("(\\w+)\\s*=\\s*(.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("(0[xX][0-9A-Fa-f_]+|0b[01_]+|[0-9][0-9_]*)[lL]?(?:\\s*<<\\s*([0-9]+))?");

    /** A constant whose value is written in digits. */
    record Constant(String name, long value, int line) {}

    private final String code;

    Source(String text) { code = WORDS.matcher(text).replaceAll(match -> match.group().replaceAll("[^\n]", " ")); }

    /** Constants of whole numbers, and constants of enums with each of their arguments. */
    List<Constant> constants() {
        var found = new ArrayList<Constant>();
        CONSTANTS.matcher(code).results().forEach(match -> {
            int at = match.start(1);
            for (var part : match.group(1).split(",")) {
                declared(part, at).ifPresent(found::add);
                at += part.length() + 1;
            }
        });
        ENUM.matcher(code).results().forEach(match -> CALL.matcher(match.group(1)).results().filter(call -> !namesItself(call))
                .forEach(call -> arguments(call, match.start(1) + call.start(), found)));
        return found;
    }

    /** {@code PG(Cr0.PG, 7)} says where its number comes from, and 7 is something else. */
    private static boolean namesItself(MatchResult call) { return call.group(2).contains("." + call.group(1)); }

    private void arguments(MatchResult call, int at, List<Constant> found) {
        for (var argument : call.group(2).split(",")) {
            value(argument).ifPresent(value -> found.add(new Constant(call.group(1), value, line(at))));
        }
    }

    private Optional<Constant> declared(String part, int at) {
        var match = DECLARED.matcher(part.strip());
        if (!match.matches()) return Optional.empty();
        var value = value(match.group(2));
        return value.isPresent() ? Optional.of(new Constant(match.group(1), value.getAsLong(), line(at))) : Optional.empty();
    }

    /** A number in digits, shifted or not, or several joined by |. */
    static OptionalLong value(String expression) {
        long value = 0;
        for (var part : expression.strip().split("\\|")) {
            var match = NUMBER.matcher(part.strip());
            if (!match.matches()) return OptionalLong.empty();
            value |= number(match.group(1)) << (match.group(2) == null ? 0 : Integer.parseInt(match.group(2)));
        }
        return OptionalLong.of(value);
    }

    static long number(String digits) {
        var plain = digits.replace("_", "").toLowerCase(Locale.ROOT);
        if (plain.startsWith("0x")) return Long.parseUnsignedLong(plain.substring(2), 16);
        return plain.startsWith("0b") ? Long.parseUnsignedLong(plain.substring(2), 2) : Long.parseLong(plain);
    }

    Stream<MatchResult> all(Pattern pattern) { return pattern.matcher(code).results(); }

    int line(int offset) { return (int) code.substring(0, offset).chars().filter(c -> c == '\n').count() + 1; }
}
