package hv.launcher.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds numbers of the manual that are written down again where their names could be used. */
final class SecondHomes {
    /** The names of registers, VMCS fields and capability MSRs in code. */
    private static final String BITS = "\\b(?:cr0|cr4|efer|rflags|debugctl|interruptibility|pendingDebug|eptVpid|basic|misc|dr\\[[67]\\])";
    private static final String FIELDS = "\\b[A-Z0-9_]+_(?:ACCESS_RIGHTS|CONTROLS|CR0|CR4|EFER|RFLAGS|DEBUGCTL|DR7"
            + "|INTERRUPTIBILITY_STATE|INTERRUPTION_INFORMATION|VECTORING_INFORMATION|DEBUG_EXCEPTIONS|REASON)";
    private static final List<Pattern> IN_DIGITS = List.of(
            Pattern.compile(FIELDS + "\\)+ (?:>>>? [0-9]+ & [0-9]|& ~?\\(?(?:0[xXb]|[0-9]))[^\\n]*"),
            Pattern.compile(BITS + "(?:\\(\\))? (?:&|\\||&=|\\|=) ~?\\(?(?:0[xXb]|[0-9])[^\\n]*"),
            Pattern.compile(BITS + "(?:\\(\\))? >>>? [0-9]+ & (?:1|0x)[^\\n]*"),
            Pattern.compile("\\b(?:vector|reason|[eE]vent\\.type|e\\.type)(?:\\(\\))? [!=]= [1-9][^\\n]*"),
            Pattern.compile("\\b(?:fault|exit|fault\\.set)\\([0-9]+[,)][^\\n]*"),
            Pattern.compile("\\b(?:rdmsr|wrmsr|msr)\\((?:0[xX]|[0-9])[^\\n]*"),
            Pattern.compile("\\b(?:primary|secondary|pin|exit|entry|bit)\\(v, (?:\\w+, )?[0-9][^\\n]*"),
            Pattern.compile("\\b(?:pin|primary|secondary)(?:\\(| & )(?:1 <<|0[xX])[^\\n]*"));
    private static final Pattern HEXADECIMAL = Pattern.compile("\\b0[xX][0-9A-Fa-f_]+");
    private static final Pattern EXIT = Pattern.compile("EXIT|\\w+_EXIT");
    /** MSR indices that are many other things as well: offsets, sizes, masks. */
    private static final Set<Long> ALSO_OTHERS = Set.of(0x200L, 0x201L, 0x250L, 0x258L, 0x259L, 0x268L, 0x2FFL, 0x390L, 0x400L, 0x800L, 0x8FFL, 0x2000L,
            0xC000_0000L);
    private static final long SMALL = 0x100;

    private final List<Fact> facts;
    private final Set<Long> indices;

    SecondHomes(List<Fact> facts) {
        this.facts = facts;
        this.indices = facts.stream().filter(fact -> fact.home().equals("MsrIndex")).map(fact -> fact.value() & 0xFFFF_FFFFL)
                .filter(index -> index >= SMALL && !ALSO_OTHERS.contains(index)).collect(Collectors.toSet());
    }

    /** Each as "line 7: what stands there; what it says again". */
    List<String> in(String text) {
        var source = new Source(text);
        var found = new ArrayList<String>();
        for (var constant : source.constants()) said(constant, found);
        for (var pattern : IN_DIGITS) source.all(pattern).forEach(match -> found.add(at(source.line(match.start()), match.group())));
        source.all(HEXADECIMAL).filter(match -> indices.contains(Source.number(match.group())))
                .forEach(match -> found.add(at(source.line(match.start()), match.group() + "; it is an MSR's index")));
        return found;
    }

    private void said(Source.Constant constant, List<String> found) {
        facts.stream().filter(fact -> fact.isSaidBy(constant.name(), constant.value())).findFirst()
                .ifPresent(fact -> found.add(at(constant.line(), constant.name() + "; it is " + fact)));
        if (EXIT.matcher(constant.name()).matches()) found.add(at(constant.line(), constant.name() + "; it is an ExitReason"));
    }

    private static String at(int line, String what) { return "line " + line + ": " + what; }
}
