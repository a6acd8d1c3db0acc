package hv.cpu.explain;

import hv.api.x86.VmcsField;
import java.util.List;
import java.util.OptionalLong;

/**
 * A field that a broken rule looked at.
 *
 * @param actual  its value, zero-extended
 * @param allowed what the rule would accept, the other fields staying as they are: "bits 11:0 must be 0"; empty if nothing
 * @param nearest a legal value, nearest to the actual one
 * @param breaks  rules that hold now and would not with the nearest value; empty wherever there is such a value
 * @param writer  who wrote it last: "plugin 'spoof' after VM exit 12"; empty if that is not known
 */
public record FieldFinding(VmcsField field, long actual, String allowed, OptionalLong nearest, List<String> breaks, String writer) {
    /** Names of other rules in a sentence, at most. */
    private static final int SHOWN = 3;

    /** "IO_BITMAP_A_ADDRESS is 800H; bits 11:0 must be 0; nearest legal value 0H; written by …". */
    public String sentence() {
        var text = new StringBuilder(field + " is " + hex(actual));
        if (!allowed.isEmpty()) text.append("; ").append(allowed);
        nearest.ifPresent(value -> text.append("; nearest legal value ").append(hex(value)));
        if (!breaks.isEmpty()) text.append(" (which breaks ").append(some(breaks)).append(")");
        if (!writer.isEmpty()) text.append("; ").append(writer);
        return text.toString();
    }

    private static String some(List<String> rules) {
        String first = String.join(", ", rules.subList(0, Math.min(SHOWN, rules.size())));
        return rules.size() <= SHOWN ? first : first + " and " + (rules.size() - SHOWN) + " more";
    }

    private static String hex(long value) { return Long.toHexString(value).toUpperCase(java.util.Locale.ROOT) + "H"; }
}
