package hv.cpu.entry;

import hv.api.x86.VmcsField;
import java.util.List;
import java.util.OptionalLong;

/**
 * The values that a broken rule would accept in one of the fields it looked at.
 *
 * @param allowed in words: "bits 11:0 must be 0", "0H to 4H"; empty if no value of this field alone would do
 * @param nearest the legal value that is nearest to the actual one
 * @param breaks  rules that hold now and would not hold with the nearest value; empty wherever there is a value that breaks none
 */
public record Finding(VmcsField field, long actual, String allowed, OptionalLong nearest, List<String> breaks) {}
