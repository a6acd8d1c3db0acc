package hv.launcher;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import hv.launcher.options.CommandLineOptions;
import hv.launcher.screen.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where {@code ./hv} arrives: wires the commands, lets one of them run, and ends with its status. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) { System.exit(run(Terminal.ofThisProcess(), arguments)); }

    /** hv from its first word to its last. @return the exit status */
    static int run(Terminal terminal, String... arguments) {
        int status = execute(Guice.createInjector(Stage.DEVELOPMENT, new LauncherModule(terminal)), terminal, arguments);
        terminal.flush();
        Interruption.finished();
        return status;
    }

    private static int execute(Injector injector, Terminal terminal, String... arguments) {
        var failures = injector.getInstance(Failures.class);
        var command = new CommandLine(HvCommand.class, new InjectingFactory(injector));
        CommandLineOptions.declare(command);
        return command
                .setOut(terminal.output())
                .setErr(terminal.errors())
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(130)
                .setAllowOptionsAsOptionParameters(true)        // --plugins -hooked-page is no -h
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }
}
