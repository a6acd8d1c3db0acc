package hv.core;

import hv.api.Intercept;
import hv.api.x86.ExitReason;
import hv.core.dispatch.ChainOrder;
import hv.core.dispatch.Claim;
import hv.core.report.ChainReport;
import hv.core.report.ExitSentence;
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
        return new ChainReport.Link(first.plugin(), first.stage(), first.origin(), claims.stream().map(claim -> text(claim.what())).toList(), why);
    }

    private static String text(Intercept what) {
        return switch (what) {
            case Intercept.Every(var reason) -> "every " + ExitSentence.of(reason);
            case Intercept.Ports(int first, int count) -> range("port", first, count);
            case Intercept.MsrReads(int first, int count) -> "reads of " + range("MSR", first, count);
            case Intercept.MsrWrites(int first, int count) -> "writes of " + range("MSR", first, count);
            case Intercept.Exception(int vector) -> "exception " + vector;
            case Intercept.ControlRegister(int number, long mask) when number == 0 || number == 4 ->
                    "writes that change bits %XH of CR%d".formatted(mask, number);
            case Intercept.ControlRegister(int number, _) -> "writes of CR" + number;
            case Intercept.ControlRegisterReads(int number) -> "reads of CR" + number;
            case Intercept.Memory(var first, long bytes, var accesses) -> "%s accesses to %d bytes from %s on".formatted(accesses, bytes, first);
        };
    }

    private static String range(String what, int first, int count) {
        return count == 1 ? "%s %XH".formatted(what, first) : "%ss %XH-%XH".formatted(what, first, first + count - 1);
    }
}
