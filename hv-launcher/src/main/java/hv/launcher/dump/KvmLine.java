package hv.launcher.dump;

import hv.api.x86.VmcsField;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One phrase of KVM's dump: a text in which each {@code #} stands for a hexadecimal number, one for each field in order. White space and commas may
 * differ.
 */
final class KvmLine {
    /** A number, except where KVM marks a value as one of an MSR list or a computed one, which no field holds. */
    private static final String NUMBER = "(?:0x)?([0-9a-fA-F]+)(?![0-9a-zA-Z])(?!\\s*\\((?:autoload|effective))";
    private static final String NO_WORD_BEFORE = "(?<![\\w.-])", SPACE = "[\\s,]*";

    private final Pattern pattern;
    private final List<VmcsField> fields;

    KvmLine(String phrase, VmcsField... fields) {
        pattern = Pattern.compile(NO_WORD_BEFORE + Arrays.stream(phrase.split(" ")).map(KvmLine::regex).collect(Collectors.joining(SPACE)));
        this.fields = List.of(fields);
    }

    private static String regex(String word) {
        return Arrays.stream(word.split("(?<=#)|(?=#)")).map(part -> part.equals("#") ? NUMBER : Pattern.quote(part)).collect(Collectors.joining());
    }

    /** Takes the phrase and its values out of a line. @return the rest of the line */
    String take(String line, Map<VmcsField, Long> values) {
        var found = pattern.matcher(line);
        if (!found.find()) return line;
        for (int i = 0; i < fields.size(); i++) values.put(fields.get(i), Long.parseUnsignedLong(found.group(i + 1), 16));
        return line.substring(0, found.start()) + " " + line.substring(found.end());
    }
}
