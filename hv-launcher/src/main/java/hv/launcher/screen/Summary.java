package hv.launcher.screen;

import hv.core.config.RunOptions;
import hv.core.report.Ending;
import hv.core.report.ExitSentence;
import hv.core.report.RunReport;
import hv.core.report.RunReport.MachineReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The result of a run, in a few lines. */
public final class Summary {
    private Summary() {}

    /** @param options the options of the run; those that are needed to repeat it are told */
    public static List<String> lines(RunReport report, RunOptions options) {
        List<String> lines = new ArrayList<>();
        for (var machine : report.machines()) add(machine, lines);
        lines.add("%,d %s retired; seed %d, start date %s.".formatted(report.instructions(), report.instructions() == 1 ? "instruction" : "instructions", options.seed(), options.startDate()));
        return lines;
    }

    /** The failures of a run, for standard error; they are told even with {@code --quiet}. */
    public static List<String> failures(RunReport report) {
        return report.machines().stream().filter(machine -> reason(machine.ending()) instanceof Ending.Failed).map(MachineReport::sentence).toList();
    }

    private static Ending reason(Ending ending) { return ending instanceof Ending.Left(var then) ? reason(then) : ending; }

    private static void add(MachineReport machine, List<String> lines) {
        lines.add(machine.sentence() + (machine.sentence().contains("\n") ? "" : "."));
        if (machine.exits() == 0) return;
        lines.add("  %,d %s: %s".formatted(machine.exits(), machine.exits() == 1 ? "exit" : "exits", counts(machine.exitsByReason(), ExitSentence::of)));
        var handlers = counts(machine.callsByHandler(), Function.identity());
        if (!handlers.isEmpty()) lines.add("  handlers: " + handlers);
    }

    private static <K> String counts(Map<K, Long> counts, Function<K, String> name) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Comparator.comparing((Map.Entry<K, Long> entry) -> entry.getValue()).reversed())
                .map(entry -> name.apply(entry.getKey()) + " %,d".formatted(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
