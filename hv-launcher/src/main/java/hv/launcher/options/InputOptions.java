package hv.launcher.options;

import hv.core.config.ConsoleEnd;
import hv.core.report.HvException;
import hv.launcher.console.InputLog;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the console's input goes to or comes from, so that a run with a person in it can be repeated. */
public final class InputOptions {
    @Option(names = "--record-input", paramLabel = "FILE", description = "Write what is typed to FILE, with the virtual time at which each byte comes in.")
    Path record;

    @Option(names = "--replay-input", paramLabel = "FILE", description = "Type what FILE says, at the same times: with the same guest and options, the same run.")
    Path replay;

    /** The console as these options want it. */
    public ConsoleEnd of(ConsoleEnd console) {
        if (record != null && replay != null) throw HvException.user("--record-input and --replay-input exclude each other");
        if (record != null) return InputLog.recorded(console, record);
        return replay == null ? console : InputLog.replayed(console, replay);
    }
}
