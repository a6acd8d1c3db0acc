package hv.core.dispatch;

import hv.api.ExitHandler.Next;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.core.report.Blame;
import hv.core.report.ExitSentence;
import hv.cpu.LogicalProcessor.Author;

/** A handler in a chain, with the rest of the chain. */
class HandlerLink implements Next {
    final Claim claim;
    final Next inner;
    private final ChainContext context;
    private final Counters counters;
    private final Counters.Counter calls;
    private final Author author;

    HandlerLink(Claim claim, Next inner, ChainContext context, Counters counters) {
        this.claim = claim;
        this.inner = inner;
        this.context = context;
        this.counters = counters;
        this.calls = counters.of(claim.plugin());
        this.author = context.author(claim.plugin());
    }

    @Override public Outcome handle(VmExit exit, Vcpu vcpu) {
        calls.count++;
        counters.enter(claim.plugin());
        var before = context.writeAs(author);
        Outcome outcome;
        try {
            outcome = claim.handler().handle(exit, vcpu, inner);
        } catch (Throwable e) {
            throw Blame.plugin(claim.plugin(), "handle " + ExitSentence.of(exit), e);
        } finally {
            context.writeAs(before);
        }
        if (outcome == null) throw Blame.rule(claim.plugin(), "answered null to " + ExitSentence.of(exit) + "; a handler answers an Outcome or asks next");
        return outcome instanceof Outcome.Native ? context.natively(exit, vcpu) : outcome;
    }

    /** A handler that is called only if its intercept matches, for chains whose key does not decide that. */
    static final class Guarded extends HandlerLink {
        Guarded(Claim claim, Next inner, ChainContext context, Counters counters) { super(claim, inner, context, counters); }

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
