package hv.cpu.assembler;

import java.util.Set;
import java.util.TreeSet;

/** The words that may begin a statement. */
final class Words {
    private static final Set<String> DIRECTIVES = Set.of("align", "bits", "db", "dd", "dq", "dw", "equ", "org", "resb", "resd", "resq", "resw", "times");

    private Words() {}

    static boolean known(String word) { return DIRECTIVES.contains(word) || !Vocabulary.meanings(word).isEmpty() || Prefixes.NONE.with(word) != null; }

    static Set<String> all() {
        var all = new TreeSet<>(DIRECTIVES);
        all.addAll(Vocabulary.names());
        return all;
    }
}
