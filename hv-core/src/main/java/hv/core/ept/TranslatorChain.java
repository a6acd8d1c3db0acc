package hv.core.ept;

import hv.api.Mapping;
import hv.api.MemoryRequest;
import hv.api.MemoryTranslator;
import hv.api.MemoryTranslator.Range;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.core.report.Blame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The memory translators of one virtual machine, outermost first; each is asked about the pages it claims. */
final class TranslatorChain {
    private static final Mapping UNBACKED = new Mapping.Unbacked();

    private record Asked(Gpa page, Access accesses) implements MemoryRequest {}

    private record Link(MemoryTranslator translator, String id, Set<Range> claims) {
        boolean claims(long page) {
            if (claims.isEmpty()) return true;
            for (var range : claims) {
                if (range.first().page().value() <= page && page < range.first().value() + range.bytes()) return true;
            }
            return false;
        }
    }

    private final List<MemoryTranslator> translators = new ArrayList<>();
    private final Comparator<MemoryTranslator> order;
    private List<Link> links = List.of();

    /** @param order the outermost translator first */
    TranslatorChain(Comparator<MemoryTranslator> order) { this.order = order; }

    void add(MemoryTranslator translator) {
        translators.add(translator);
        translators.sort(order);
    }

    /** Asks all translators for their claims anew. */
    void refresh() { links = translators.stream().map(each -> new Link(each, each.id(), claimsOf(each))).toList(); }

    private static Set<Range> claimsOf(MemoryTranslator translator) {
        try {
            return Set.copyOf(translator.claims());
        } catch (Throwable e) {
            throw Blame.plugin(translator.id(), "tell its claims", e);
        }
    }

    /** All translators, outermost first. */
    List<TranslatorClaims> inOrder() { return links.stream().map(TranslatorChain::claims).toList(); }

    private static TranslatorClaims claims(Link link) {
        var ranges = link.claims.stream().sorted((a, b) -> Long.compareUnsigned(a.first().value(), b.first().value())).toList();
        return new TranslatorClaims(link.id, link.translator.stage(), ranges);
    }

    /** All ranges that one translator claims and another may not. */
    List<Range> claims() { return links.stream().flatMap(link -> link.claims.stream()).toList(); }

    Mapping ask(long page, Access accesses) { return ask(0, new Asked(new Gpa(page), accesses)); }

    private Mapping ask(int from, MemoryRequest request) {
        for (int i = from; i < links.size(); i++) {
            var link = links.get(i);
            if (link.claims(request.page().value())) return ask(link, i + 1, request);
        }
        return UNBACKED;
    }

    private Mapping ask(Link link, int inner, MemoryRequest request) {
        Mapping answer;
        try {
            answer = link.translator.translate(request, asked -> ask(inner, asked));
        } catch (Throwable e) {
            throw Blame.plugin(link.id, "translate " + request.page(), e);
        }
        if (answer == null) throw Blame.rule(link.id, "answered null for " + request.page() + "; a translator answers Backed or Unbacked");
        if (answer instanceof Mapping.Backed backed) check(link, backed, request.page().value());
        return answer;
    }

    private static void check(Link link, Mapping.Backed backed, long page) {
        long first = backed.first().value();
        boolean aligned = ((first | backed.from().value() | backed.bytes()) & 0xFFF) == 0;
        if (aligned && first <= page && page - first < backed.bytes()) return;
        throw Blame.rule(link.id, "answered an extent (%s, %d bytes) that is not whole pages around %s".formatted(backed.first(), backed.bytes(),
                new Gpa(page)));
    }
}
