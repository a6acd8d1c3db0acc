package hv.launcher;

import hv.api.Setting;
import hv.api.VmPlugin;
import hv.core.plugins.FoundPlugin;
import hv.core.report.ErrorKind;
import hv.launcher.options.CommandLineOptions;
import hv.launcher.options.Options;
import hv.launcher.screen.Terminal;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code hv plugins}: what was found, by kind, and how it can be set. */
@Command(name = "plugins", description = "List the plugins and their settings.", mixinStandardHelpOptions = true, footer = {"",
    "Each line gives id, stage and what the plugin does. hv run takes the same --plugin-path, turns plugins",
    "on and off with --plugins, and sets them with --set ID.KEY=VALUE; the values listed are the defaults.",
    "Of the memory translators of stage FALLBACK a machine has one, which --translator names."})
final class PluginsCommand implements Callable<Integer>, CommandLineOptions.Taking {
    private final CommandLineOptions options = Options.ofPlugins();
    private final Terminal terminal;

    @Inject PluginsCommand(Terminal terminal) { this.terminal = terminal; }

    @Override public CommandLineOptions options() { return options; }

    @Override public Integer call() {
        var catalog = options.plugins();
        var kinds = catalog.found().stream().collect(Collectors.groupingBy(PluginKind::of));
        for (var kind : PluginKind.values()) print(kind, kinds.getOrDefault(kind, List.of()));
        catalog.problems().forEach(problem -> terminal.errors().println("hv: " + problem));
        return catalog.problems().isEmpty() ? 0 : ErrorKind.USER.status();
    }

    private void print(PluginKind kind, List<FoundPlugin> plugins) {
        if (plugins.isEmpty()) return;
        terminal.output().println(kind.title());
        plugins.forEach(this::print);
        terminal.output().println();
    }

    private void print(FoundPlugin plugin) {
        var out = terminal.output();
        var stage = plugin.sample() instanceof VmPlugin vm ? vm.stage().toString() : "";
        out.println("  %-21s %-9s %s".formatted(plugin.id(), stage, String.join("; ", remarks(plugin))));
        for (var setting : plugin.sample().settings()) out.println("      --set %-32s %s".formatted(assignment(plugin, setting), setting.meaning()));
    }

    private static List<String> remarks(FoundPlugin plugin) {
        var about = plugin.sample().about();
        var from = isBundled(plugin) ? "" : "from " + plugin.origin();
        var off = plugin.sample().onByDefault() ? "" : "off unless named";
        return Stream.of(about, from, off).filter(remark -> !remark.isEmpty()).toList();
    }

    private static boolean isBundled(FoundPlugin plugin) { return plugin.origin().startsWith("module hv."); }

    private static String assignment(FoundPlugin plugin, Setting<?> setting) {
        return "%s.%s=%s".formatted(plugin.id(), setting.key(), setting.usual());
    }
}
