package hv.launcher.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EscapeKeysTests {
    private final StringBuilder guest = new StringBuilder();
    private int left, helped;
    private final EscapeKeys keys = new EscapeKeys(octet -> guest.append((char) octet), () -> left++, () -> helped++);

    private void type(String text) { text.chars().forEach(keys::typed); }

    @Test void ctrlCAndTheLikeGoToTheGuest() {
        type("a\u0003\u0004\u001A\u001C");
        assertEquals("a\u0003\u0004\u001A\u001C", guest.toString());
    }

    @Test void ctrlAXLeaves() {
        type("a\u0001x");
        assertEquals(1, left);
        assertEquals("a", guest.toString());
        type("xX");
        assertEquals(1, left, "without Ctrl-A they are letters");
    }

    @Test void ctrlATwiceIsOneCtrlA() {
        type("\u0001\u0001x");
        assertEquals("\u0001x", guest.toString());
        assertEquals(0, left);
    }

    @Test void ctrlAHHelpsAndOtherKeysAreLost() {
        type("\u0001h\u0001zb");
        assertEquals(1, helped);
        assertEquals("b", guest.toString());
    }
}
