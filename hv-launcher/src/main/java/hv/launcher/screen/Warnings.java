package hv.launcher.screen;

import hv.core.report.Narrator;
import hv.core.report.Story;

/** Of the story, what is worth telling to those who didn't ask for it. */
public final class Warnings implements Narrator {
    private final Terminal terminal;

    public Warnings(Terminal terminal) { this.terminal = terminal; }

    @Override public void tell(Story event) {
        if (!(event instanceof Story.Warned)) return;
        terminal.flush();
        terminal.errors().println("hv: " + event.sentence() + ".");
        terminal.errors().flush();
    }
}
