package hv.launcher.screen;

/** Standard output, shared by hv's own lines and the guest's. The guest's lines stand behind a bar, and neither breaks into a line of the other. */
public final class Page {
    private static final String BAR = "    │ ";

    private final Terminal terminal;
    private boolean inGuestLine;

    public Page(Terminal terminal) { this.terminal = terminal; }

    /** Writes a byte of the guest's output. */
    public void guest(int octet) {
        if (!inGuestLine) {
            terminal.output().print(Style.GUEST.on(terminal, BAR));
            terminal.output().flush();
        }
        terminal.write(octet);
        inGuestLine = octet != '\n';
        if (!inGuestLine) terminal.output().flush();
    }

    /** Writes a line of hv's own. */
    public void line(String text) {
        endGuestLine();
        terminal.output().println(text);
        terminal.output().flush();
    }

    public void heading(String text) {
        line("");
        line(Style.HEADING.on(terminal, text));
    }

    /** Writes a step of the story: {@code what} in a column of its own, then the rest. */
    public void step(String what, String rest) { line("  " + Style.STRONG.on(terminal, "%-9s".formatted(what)) + " " + rest); }

    String good(String text) { return Style.GOOD.on(terminal, text); }
    String bad(String text) { return Style.BAD.on(terminal, text); }
    String faint(String text) { return Style.FAINT.on(terminal, text); }

    private void endGuestLine() {
        if (!inGuestLine) return;
        inGuestLine = false;
        terminal.output().println();
    }
}
