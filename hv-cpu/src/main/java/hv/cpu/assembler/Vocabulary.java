package hv.cpu.assembler;

import hv.cpu.decode.Addressing;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Operand;
import hv.cpu.decode.Sizes;
import hv.cpu.decode.Trait;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The names of instructions, and the rows that each stands for. */
final class Vocabulary {
    /**
     * A meaning of a name.
     *
     * @param widths   the widths of the instruction that it is the name for; empty if it does not tell the width
     * @param implicit it names a string instruction without its operands
     */
    record Meaning(Template template, Set<Integer> widths, boolean implicit) {
        /** The ways to write it, in code of a width, that the name allows. */
        List<Variant> variants(int codeWidth) {
            boolean any = widths.isEmpty() || byAddress() && hasAddresses(codeWidth);
            return template.variants(codeWidth).stream().filter(variant -> any || !byAddress() && widths.contains(variant.width())).toList();
        }

        private boolean hasAddresses(int codeWidth) {
            return widths.contains(Sizes.addressWidth(codeWidth, false)) || widths.contains(Sizes.addressWidth(codeWidth, true));
        }

        /** The widths are address sizes: a jump's name can tell no other. */
        boolean byAddress() { return !widths.isEmpty() && template.operands().equals(List.of(Operand.Jb)); }
    }

    private static final String LETTERS = "bwdq";
    private static final List<String> CONDITIONAL = List.of("j", "set", "cmov");
    /** Second names of the conditions, and those that the rows have. */
    private static final Map<String, String> CONDITIONS = Map.ofEntries(Map.entry("z", "e"), Map.entry("nz", "ne"), Map.entry("c", "b"),
            Map.entry("nae", "b"), Map.entry("nc", "ae"), Map.entry("nb", "ae"), Map.entry("na", "be"), Map.entry("nbe", "a"), Map.entry("pe", "p"),
            Map.entry("po", "np"), Map.entry("nge", "l"), Map.entry("nl", "ge"), Map.entry("ng", "le"), Map.entry("nle", "g"));
    /** Second names of other instructions. */
    private static final Map<String, String> SYNONYMS = Map.of("sal", "shl", "wait", "fwait", "xlatb", "xlat", "icebp", "int1", "retn", "ret",
            "loopz", "loope", "loopnz", "loopne", "movabs", "mov");

    private static final Map<String, List<Meaning>> NAMES = entries();

    private Vocabulary() {}

    /** Empty if there is no such instruction. @param name in lower case */
    static List<Meaning> meanings(String name) { return NAMES.getOrDefault(name, List.of()); }

    static Collection<String> names() { return NAMES.keySet(); }

    private static Map<String, List<Meaning>> entries() {
        Map<String, List<Meaning>> names = new TreeMap<>();
        for (var template : Template.ALL) enter(names, template);
        Map<String, String> synonyms = new LinkedHashMap<>(SYNONYMS);
        for (var family : CONDITIONAL) CONDITIONS.forEach((second, first) -> synonyms.put(family + second, family + first));
        synonyms.forEach((second, first) -> names.put(second, names.get(first)));
        return names;
    }

    private static void enter(Map<String, List<Meaning>> names, Template template) {
        Mnemonic mnemonic = template.row.mnemonic();
        boolean string = template.operands().stream().anyMatch(o -> o.addressing == Addressing.X || o.addressing == Addressing.Y);
        if (mnemonic.namedByWidth()) {
            for (int width = 2; width <= 8; width *= 2) enter(names, mnemonic.text(width), template, Set.of(width), false);
        } else {
            enter(names, mnemonic.text(), template, Set.of(), false);
        }
        if (string || template.row.has(Trait.SUFFIXED)) {
            for (int width = string ? 1 : 2; width <= 8; width *= 2)
                enter(names, mnemonic.text() + LETTERS.charAt(Integer.numberOfTrailingZeros(width)), template, Set.of(width), string);
        }
    }

    private static void enter(Map<String, List<Meaning>> names, String name, Template template, Set<Integer> widths, boolean implicit) {
        names.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Meaning(template, widths, implicit));
    }
}
