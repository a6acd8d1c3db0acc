package hv.launcher;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Describes in one sentence the mistake in a command line, and what would be right. */
final class Misuse {
    private Misuse() {}

    static String sentence(ParameterException e) {
        var command = e.getCommandLine().getCommandSpec().qualifiedName();
        return switch (e) {
            case UnmatchedArgumentException unknown -> unknown(command, unknown) + "; " + command + " --help lists what there is";
            case MissingParameterException missing when missing.getMissing().getFirst() instanceof OptionSpec option ->
                    "%s needs a value: %s %s".formatted(option.longestName(), option.longestName(), option.paramLabel());
            case MissingParameterException missing -> "%s needs %s; %1$s --help tells more".formatted(command, label(missing.getMissing().getFirst()));
            default -> e.getMessage().substring(0, 1).toLowerCase(java.util.Locale.ROOT) + e.getMessage().substring(1);
        };
    }

    private static String unknown(String command, UnmatchedArgumentException e) {
        var what = e.getUnmatched().getFirst();
        if (e.isUnknownOption()) return "%s has no option '%s'".formatted(command, what);
        boolean hasCommands = !e.getCommandLine().getSubcommands().isEmpty();
        return hasCommands ? "there is no command '%s %s'".formatted(command, what) : "%s takes no argument '%s' more".formatted(command, what);
    }

    private static String label(ArgSpec argument) { return argument.paramLabel().replace("|", " or "); }
}
