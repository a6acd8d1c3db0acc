package hv.core;

import hv.api.MemoryTranslator.Range;
import hv.api.Stage;
import hv.core.dispatch.ChainOrder;
import hv.core.dispatch.Claim;
import hv.core.ept.TranslatorClaims;
import hv.core.plugins.PluginCatalog;
import hv.core.report.ChainName;
import hv.core.report.ChainReport;
import hv.core.vm.Vm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is asked in the chains of a virtual machine, in which order, and why. */
final class ChainReports {
    private final Vm vm;
    private final PluginCatalog catalog;
    private final ChainOrder order;

    ChainReports(Vm vm, PluginCatalog catalog) {
        this.vm = vm;
        this.catalog = catalog;
        this.order = ChainOrder.parse(vm.config().plugins().order());
    }

    ChainReport of(ChainName chain) { return new ChainReport(chain, chain.reason().isPresent() ? handlers(chain) : translators(chain), Vm.otherwise(chain)); }

    private List<ChainReport.Link> handlers(ChainName chain) {
        Map<String, List<Claim>> byPlugin = new LinkedHashMap<>();
        for (var claim : vm.chains().of(chain.reason().orElseThrow())) byPlugin.computeIfAbsent(claim.plugin(), _ -> new ArrayList<>()).add(claim);
        return byPlugin.values().stream().map(claims -> handler(chain, claims)).toList();
    }

    private ChainReport.Link handler(ChainName chain, List<Claim> claims) {
        var first = claims.getFirst();
        return link(chain, first.plugin(), first.stage(), Asked.texts(claims.stream().map(Claim::what)));
    }

    private List<ChainReport.Link> translators(ChainName chain) { return vm.space().translators().stream().map(each -> translator(chain, each)).toList(); }

    private ChainReport.Link translator(ChainName chain, TranslatorClaims claims) {
        var ranges = claims.ranges().stream().map(ChainReports::text).toList();
        return link(chain, claims.plugin(), claims.stage(), ranges.isEmpty() ? List.of("everywhere") : ranges);
    }

    private static String text(Range range) { return "%XH-%XH".formatted(range.first().value(), range.first().value() + range.bytes() - 1); }

    private ChainReport.Link link(ChainName chain, String plugin, Stage stage, List<String> asked) {
        int place = order.override(chain).indexOf(plugin);
        var why = place < 0 ? "stage " + stage + ", then by id" : "number " + (place + 1) + " by --order";
        return new ChainReport.Link(plugin, stage, catalog.find(plugin).orElseThrow().origin(), asked, why);
    }
}
