package hv.core.dispatch;

import hv.api.ExitHandler;
import hv.api.ExitHandler.Next;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import hv.core.report.ChainName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The handlers of each exit, linked once per reason and, where a reason has ports, MSRs or vectors, once per key. A dispatch finds its
 * chain by index; when somebody asks for more or for less, the chains of that reason are linked anew.
 */
public final class ExitChains {
    private final List<Claim> claims = new ArrayList<>();
    private final ChainOrder order;
    private final Handlers handlers;
    private final Counters counters;
    private final Next[][] chains = new Next[ExitReason.values().length][];
    private Outcome settled = Outcome.RETRY;
    private Next observers;

    public ExitChains(ChainOrder order, Handlers handlers, Counters counters) {
        this.order = order;
        this.handlers = handlers;
        this.counters = counters;
    }

    /** What the innermost answered handler says, or the end of the chain. */
    public Outcome dispatch(VmExit exit, Vcpu vcpu) {
        counters.exit(exit);
        var outcome = ask(exit, vcpu);
        counters.done();
        return outcome;
    }

    /** As {@link #dispatch}, for an exit that did not happen: the framework asks on a plugin's behalf. */
    public Outcome ask(VmExit exit, Vcpu vcpu) {
        var row = chains[exit.reason().ordinal()];
        int key = ChainKey.of(exit);
        var chain = row == null ? null : row[key];
        return (chain == null ? link(exit, key) : chain).handle(exit, vcpu);
    }

    /** Tells the observers of an exit that the framework has settled already. */
    public void observe(VmExit exit, Vcpu vcpu, Outcome outcome) {
        counters.exit(exit);
        if (observers == null) observers = link(observersOf(exit.reason()), false, (_, _) -> settled);
        settled = outcome;
        observers.handle(exit, vcpu);
        counters.done();
    }

    /** A handler is told about more from now on. */
    public void add(Claim claim) {
        claims.add(claim);
        unlink(claim);
    }

    public void remove(Claim claim) {
        claims.remove(claim);
        unlink(claim);
    }

    /** Who is asked about a reason, outermost first. */
    public List<Claim> of(ExitReason reason) {
        return claims.stream().filter(claim -> Matching.reason(claim.what()) == reason).sorted(inOrder(reason)).toList();
    }

    private Comparator<Claim> inOrder(ExitReason reason) { return order.of(ChainName.of(reason), Claim::stage, Claim::plugin); }

    private void unlink(Claim claim) {
        chains[Matching.reason(claim.what()).ordinal()] = null;
        observers = null;
    }

    private List<Claim> observersOf(ExitReason reason) {
        return of(reason).stream().filter(claim -> claim.stage() == Stage.OBSERVE && claim.what() instanceof Intercept.Every).toList();
    }

    private Next link(VmExit exit, int key) {
        boolean exact = ChainKey.decides(exit, key);
        var wanted = of(exit.reason()).stream().filter(claim -> !exact || Matching.matches(claim.what(), exit, null)).toList();
        int reason = exit.reason().ordinal();
        if (chains[reason] == null) chains[reason] = new Next[ChainKey.count(exit.reason())];
        chains[reason][key] = link(wanted, !exact, end());
        return chains[reason][key];
    }

    private Next end() {
        var unanswered = handlers.unanswered();
        return (exit, vcpu) -> {
            counters.unanswered();
            return unanswered.handle(exit, vcpu);
        };
    }

    private Next link(List<Claim> wanted, boolean guarded, Next end) {
        var chain = end;
        for (var claim : distinct(wanted, guarded).reversed()) chain = link(claim, guarded, chain);
        return chain;
    }

    private Next link(Claim claim, boolean guarded, Next inner) {
        boolean always = !guarded || claim.what() instanceof Intercept.Every;
        var observed = claim.stage() == Stage.OBSERVE ? new Link.Observed(inner) : null;
        var rest = observed == null ? inner : observed;
        var link = always ? new Link(claim, rest, handlers, counters) : new Link.Guarded(claim, rest, handlers, counters);
        return observed == null ? link : observed.watching(claim, link);
    }

    /** A handler that asked twice for one exit is called once. */
    private static List<Claim> distinct(List<Claim> wanted, boolean guarded) {
        if (guarded) return wanted;
        Set<ExitHandler> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return wanted.stream().filter(claim -> seen.add(claim.handler())).toList();
    }
}
