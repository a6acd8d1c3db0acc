package hv.core.dispatch;

import hv.api.ExitHandler.Next;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.core.report.Blame;
import hv.core.report.ExitSentence;
import hv.cpu.LogicalProcessor.Author;

/** One handler in a chain, and the rest of it. */
class Link implements Next {
    final Claim claim;
    final Next inner;
    private final Handlers handlers;
    private final Counters counters;
    private final Counters.Counter calls;
    private final Author author;

    Link(Claim claim, Next inner, Handlers handlers, Counters counters) {
        this.claim = claim;
        this.inner = inner;
        this.handlers = handlers;
        this.counters = counters;
        this.calls = counters.of(claim.plugin());
        this.author = handlers.author(claim.plugin());
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu) {
        calls.count++;
        counters.enter(claim.plugin());
        var before = handlers.works(author);
        Outcome outcome;
        try {
            outcome = claim.handler().handle(exit, vcpu, inner);
        } catch (Throwable e) {
            throw Blame.plugin(claim.plugin(), "handle " + ExitSentence.of(exit), e);
        } finally {
            handlers.works(before);
        }
        if (outcome == null) throw Blame.rule(claim.plugin(), "answered null to " + ExitSentence.of(exit) + "; a handler answers an Outcome or asks next");
        return outcome instanceof Outcome.Native ? handlers.natively(exit, vcpu) : outcome;
    }

    /** A handler that is asked only if its intercept matches, where the chain's key does not decide that. */
    static final class Guarded extends Link {
        Guarded(Claim claim, Next inner, Handlers handlers, Counters counters) { super(claim, inner, handlers, counters); }

        @Override public Outcome handle(VmExit exit, Vcpu vcpu) {
            return Matching.matches(claim.what(), exit, vcpu) ? super.handle(exit, vcpu) : inner.handle(exit, vcpu);
        }
    }

    /** Keeps an observer from changing what it observes. */
    static final class Observed implements Next {
        private final Next inner;
        private Outcome seen;

        Observed(Next inner) { this.inner = inner; }

        @Override public Outcome handle(VmExit exit, Vcpu vcpu) {
            var outcome = inner.handle(exit, vcpu);
            seen = outcome;
            return outcome;
        }

        Next watching(Claim claim, Next observer) {
            return (exit, vcpu) -> {
                seen = null;
                var outcome = observer.handle(exit, vcpu);
                if (outcome == seen) return outcome;
                throw Blame.rule(claim.plugin(), "is an observer (stage OBSERVE) and may not change the outcome of " + ExitSentence.of(exit));
            };
        }
    }
}
