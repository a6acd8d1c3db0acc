package hv.core;

import hv.api.x86.ExitReason;
import hv.core.dispatch.ChainOrder;
import hv.core.dispatch.Claim;
import hv.core.report.ChainReport;
import hv.core.vm.Vm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who answers an exit of a virtual machine, in which order, and why. */
final class ChainReports {
    private ChainReports() {}

    static ChainReport of(Vm vm, ExitReason reason) {
        var order = ChainOrder.parse(vm.config().plugins().order());
        Map<String, List<Claim>> byPlugin = new LinkedHashMap<>();
        for (var claim : vm.chains().of(reason)) byPlugin.computeIfAbsent(claim.plugin(), _ -> new ArrayList<>()).add(claim);
        var links = byPlugin.values().stream().map(claims -> link(claims, order.override(reason))).toList();
        return new ChainReport(reason, links, Vm.otherwise(reason));
    }

    private static ChainReport.Link link(List<Claim> claims, List<String> override) {
        var first = claims.getFirst();
        int place = override.indexOf(first.plugin());
        var why = place < 0 ? "stage " + first.stage() + ", then by id" : "number " + (place + 1) + " by --order";
        return new ChainReport.Link(first.plugin(), first.stage(), first.origin(), InterceptText.texts(claims.stream().map(Claim::what)), why);
    }
}
