package hv.launcher;

import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.launcher.screen.Terminal;
import jakarta.inject.Inject;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns an exception into one message and an exit status; {@code --debug} adds the stack trace. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;

    @Inject Failures(Terminal terminal) { this.terminal = terminal; }

    @Override public int handleParseException(ParameterException e, String[] arguments) {
        return tell(Misuse.sentence(e), ErrorKind.USER, e, List.of(arguments).contains("--debug"));
    }

    @Override public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        boolean debug = ((HvCommand) command.getCommandSpec().root().userObject()).debug;
        return switch (e) {
            case HvException known -> tell(known.getMessage(), known.kind(), known, debug);
            default -> tell("this is a defect of hv itself: " + e + (debug ? "" : "; --debug shows where"), ErrorKind.DEFECT, e, debug);
        };
    }

    private int tell(String message, ErrorKind kind, Exception e, boolean debug) {
        terminal.flush();
        terminal.errors().println("hv: " + message);
        if (debug) e.printStackTrace(terminal.errors());
        terminal.errors().flush();
        return kind.status();
    }
}
