package hv.launcher.console;

import java.util.function.IntConsumer;

/**
 * The escape sequences of the terminal while all other keys go to the guest; QEMU has the same. Ctrl-A X ends the run, Ctrl-A H shows the sequences,
 * Ctrl-A Ctrl-A types one Ctrl-A.
 */
public final class EscapeKeys {
    public static final String HELP = "Ctrl-A X ends the run, Ctrl-A H shows this, Ctrl-A Ctrl-A sends Ctrl-A; every other key goes to the guest.";
    private static final int CTRL_A = 1;

    private final IntConsumer guest;
    private final Runnable leave, help;
    private boolean escaped;

    EscapeKeys(IntConsumer guest, Runnable leave, Runnable help) {
        this.guest = guest;
        this.leave = leave;
        this.help = help;
    }

    void typed(int octet) {
        boolean command = escaped;
        escaped = !command && octet == CTRL_A;
        if (escaped) return;
        if (!command) guest.accept(octet);
        else command(octet);
    }

    /** Takes the key after Ctrl-A. One that means nothing is dropped. */
    private void command(int key) {
        switch (key) {
            case 'x', 'X' -> leave.run();
            case 'h', 'H', '?' -> help.run();
            case CTRL_A, 'a' -> guest.accept(CTRL_A);
            default -> { }
        }
    }
}
