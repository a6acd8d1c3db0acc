package hv.launcher;

import hv.api.Setting;
import hv.api.VmPlugin;
import hv.core.plugins.FoundPlugin;
import hv.core.report.ErrorKind;
import hv.launcher.options.PluginArguments;
import hv.launcher.screen.Terminal;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hv plugins}: what was found, and how it can be set. */
@Command(name = "plugins", description = "List the plugins and their settings.", mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {
    @Mixin private PluginArguments plugins;

    private final Terminal terminal;

    @Inject PluginsCommand(Terminal terminal) { this.terminal = terminal; }

    @Override public Integer call() {
        var catalog = plugins.catalog();
        catalog.found().forEach(this::print);
        catalog.problems().forEach(problem -> terminal.errors().println("hv: " + problem));
        return catalog.problems().isEmpty() ? 0 : ErrorKind.USER.status();
    }

    private void print(FoundPlugin plugin) {
        var out = terminal.output();
        var kind = plugin.sample() instanceof VmPlugin vm ? vm.stage().toString() : "probe";
        var how = plugin.sample().onByDefault() ? "" : ", off unless named";
        out.println("%-24s %-9s %s".formatted(plugin.id(), kind, plugin.sample().about()));
        out.println("%-24s %-9s from %s%s".formatted("", "", plugin.origin(), how));
        for (var setting : plugin.sample().settings()) out.println("    --set %s.%s".formatted(plugin.id(), line(setting)));
    }

    private static String line(Setting<?> setting) { return "%s=%s   %s".formatted(setting.key(), setting.otherwise(), setting.meaning()); }
}
