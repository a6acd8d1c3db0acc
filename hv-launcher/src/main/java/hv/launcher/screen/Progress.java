package hv.launcher.screen;

import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.Gpa;
import hv.core.report.Narrator;
import hv.core.report.Story;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * A progress line on a terminal while the guest's console is silent for long: how fast the guest runs, how far it is, and where. The guest's next
 * output replaces the line.
 */
public final class Progress implements IntConsumer, Narrator {
    private static final long QUIET_NANOS = 2_000_000_000L, EACH_NANOS = 500_000_000L;
    private static final String ERASE = "\r\033[K";

    private final Terminal terminal;
    private final IntConsumer output;
    private final Symbols symbols;
    private final Narrator beside;
    private boolean shown, atLineStart = true;
    private long spokenAt = System.nanoTime(), toldAt = spokenAt, toldInstructions;

    /**
     * @param output gets what the guest prints
     * @param beside hears the rest of the story
     */
    public Progress(Terminal terminal, IntConsumer output, Symbols symbols, Narrator beside) {
        this.beside = beside;
        this.terminal = terminal;
        this.output = output;
        this.symbols = symbols;
    }

    /** Takes a byte of the guest's output. */
    @Override public void accept(int octet) {
        erase();
        spokenAt = System.nanoTime();
        atLineStart = octet == '\n';
        output.accept(octet);
    }

    @Override public void tell(Story event) {
        erase();
        beside.tell(event);
    }
    @Override public boolean wantsExits() { return beside.wantsExits(); }
    @Override public void exit(String machine, VmExit exit, Vcpu vcpu, Outcome outcome, String answeredBy) {
        beside.exit(machine, exit, vcpu, outcome, answeredBy);
    }

    @Override public void register(String machine, String owner, Gpa at, int bytes, boolean write, long value) {
        beside.register(machine, owner, at, bytes, write, value);
    }

    @Override public void beat(long instructions, long rip) {
        long now = System.nanoTime();
        if (now - toldAt < EACH_NANOS) return;
        if (atLineStart && now - spokenAt > QUIET_NANOS) show(line(instructions, now, rip));
        toldAt = now;
        toldInstructions = instructions;
    }

    private String line(long instructions, long now, long rip) {
        double perSecond = (instructions - toldInstructions) * 1e9 / (now - toldAt);
        return String.format(Locale.ROOT, "hv: %.0f million instructions a second, %.2f billion so far; at %s", perSecond / 1e6, instructions / 1e9, symbols.name(rip));
    }

    private void show(String line) {
        terminal.flush();
        terminal.errors().print(ERASE + line);
        terminal.errors().flush();
        shown = true;
    }

    /** Removes the line, before somebody else writes on the terminal. */
    public void erase() {
        if (!shown) return;
        terminal.errors().print(ERASE);
        terminal.errors().flush();
        shown = false;
    }
}
