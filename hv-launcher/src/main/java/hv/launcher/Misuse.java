package hv.launcher;

import hv.api.Names;
import java.util.ArrayList;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence, with what would be right. */
final class Misuse {
    private Misuse() {}

    static String sentence(ParameterException e) {
        var command = e.getCommandLine().getCommandSpec().qualifiedName();
        return switch (e) {
            case UnmatchedArgumentException unknown -> unknown(command, unknown);
            case MissingParameterException missing when missing.getMissing().getFirst() instanceof OptionSpec option ->
                    "%s needs a value: %s %s".formatted(option.longestName(), option.longestName(), option.paramLabel());
            case MissingParameterException missing -> "%s needs %s; %1$s --help tells more".formatted(command, label(missing.getMissing().getFirst()));
            default -> e.getMessage().substring(0, 1).toLowerCase(java.util.Locale.ROOT) + e.getMessage().substring(1);
        };
    }

    private static String unknown(String command, UnmatchedArgumentException e) {
        var what = e.getUnmatched().getFirst();
        var commands = e.getCommandLine().getSubcommands().keySet();
        var options = e.getCommandLine().getCommandSpec().optionsMap().keySet();
        if (e.isUnknownOption()) return "%s has no option '%s'%s".formatted(command, what, hint(command, what, options));
        if (!commands.isEmpty()) return "there is no command '%s %s'%s".formatted(command, what, hint(command, what, commands(e.getCommandLine())));
        return "%s takes no argument '%s' more; %1$s --help tells more".formatted(command, what);
    }

    private static Collection<String> commands(CommandLine parent) {
        var all = new ArrayList<>(parent.getSubcommands().keySet());
        if (parent.getParent() == null) all.addAll(HvCommand.OF_SCRIPT);
        return all;
    }

    /** What may have been meant, and where to look otherwise. */
    private static String hint(String command, String what, Collection<String> names) {
        var hint = Names.hint(what.replaceFirst("=.*", ""), names);
        return hint.isEmpty() ? "; " + command + " --help lists what there is" : hint;
    }

    private static String label(ArgSpec argument) { return argument.paramLabel().replace("|", " or "); }
}
