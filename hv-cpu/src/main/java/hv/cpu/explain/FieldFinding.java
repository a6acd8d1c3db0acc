package hv.cpu.explain;

import hv.api.x86.VmcsField;
import java.util.List;
import java.util.OptionalLong;

/**
 * A field that a broken rule looked at.
 *
 * @param actual  its value, zero-extended
 * @param allowed the values that the rule would accept, the other fields staying as they are: "bits 11:0 must be 0"; empty if there are none
 * @param nearest the legal value that is nearest to the actual one
 * @param breaks  rules that hold now and would not hold with the nearest value; empty wherever there is a value that breaks none
 * @param writer  the last writer: "plugin 'spoof' after VM exit 12"; empty if that is not known
 */
public record FieldFinding(VmcsField field, long actual, String allowed, OptionalLong nearest, List<String> breaks, String writer) {
    /** The most names of other rules in a sentence. */
    private static final int SHOWN = 3;

    /** The finding as a sentence: "IO_BITMAP_A_ADDRESS is 800H; bits 11:0 must be 0; nearest legal value 0H; written by …". */
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
