package hv.launcher.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.core.report.HvException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialogueTests {
    private final StringBuilder shown = new StringBuilder();

    private Dialogue dialogue(String text) { return new Dialogue("talk", text.lines().toList(), octet -> shown.append((char) octet)); }

    private static String typed(Dialogue dialogue) {
        var typed = new StringBuilder();
        for (var octet = dialogue.poll(); octet.isPresent(); octet = dialogue.poll()) typed.append((char) octet.getAsInt());
        return typed.toString();
    }

    private static void print(Dialogue dialogue, String text) { text.chars().forEach(dialogue::write); }

    @Test void typesOnlyWhatFollowsWhatWasPrinted() {
        var dialogue = dialogue("# a remark\n> login: \n< root\n\n> # \n< ls\n< exit\n");
        assertEquals("", typed(dialogue));
        print(dialogue, "Debian\r\nlogin: ");
        assertEquals("root\r", typed(dialogue));
        print(dialogue, "root\r\nhv:/# ");
        assertEquals("ls\rexit\r", typed(dialogue));
        assertEquals(Optional.empty(), dialogue.unheard());
        assertTrue(shown.toString().endsWith("hv:/# "));
    }

    @Test void tellsWhatWasNotHeard() {
        var dialogue = dialogue("> one\n> two");
        print(dialogue, "one");
        assertEquals(Optional.of("talk, line 2: the guest has not printed 'two'"), dialogue.unheard());
        assertFalse(dialogue.await(), "nobody can make it happen by waiting");
    }

    @Test void textIsHeardWhereverItStands() {
        var dialogue = dialogue("> aab\n< x");
        print(dialogue, "aaab");
        assertEquals("x\r", typed(dialogue));
    }

    @Test void typesAtOnceWhatComesFirst() { assertEquals("hello\r", typed(dialogue("< hello"))); }

    @Test void otherLinesAreRefused() {
        assertEquals("talk, line 2: a line of a dialogue begins with '> ' (wait for), '< ' (type) or '#'",
                assertThrows(HvException.class, () -> dialogue("> a\nb")).getMessage());
    }
}
