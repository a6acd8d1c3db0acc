package hv.launcher.screen;

import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.Gpa;
import hv.core.report.ExitSentence;
import hv.core.report.Narrator;
import hv.core.report.Story;
import java.io.PrintWriter;

/** Writes each step and each exit as one sentence to standard error, and passes them on to another narrator. */
public final class Tracer implements Narrator {
    private final PrintWriter errors;
    private final Narrator beside;

    public Tracer(Terminal terminal, Narrator beside) {
        this.errors = terminal.errors();
        this.beside = beside;
    }

    @Override public void tell(Story event) {
        beside.tell(event);
        errors.println(event.sentence() + ".");
        errors.flush();
    }

    @Override public void beat(long instructions, long rip) { beside.beat(instructions, rip); }

    @Override public boolean wantsExits() { return true; }

    @Override public void exit(String machine, VmExit exit, Vcpu vcpu, Outcome outcome, String answeredBy) {
        if (beside.wantsExits()) beside.exit(machine, exit, vcpu, outcome, answeredBy);
        errors.println("%s at %s: %s → %s: %s.".formatted(machine, Words.hex(vcpu.rip()), ExitSentence.of(exit), Words.answerer(answeredBy), Words.of(outcome)));
        errors.flush();
    }

    @Override public void register(String machine, String owner, Gpa at, int bytes, boolean write, long value) {
        if (beside.wantsExits()) beside.register(machine, owner, at, bytes, write, value);
        errors.println("%s: %s → %s.".formatted(machine, ExitSentence.ofRegister(at, bytes, write, value), owner));
        errors.flush();
    }
}
