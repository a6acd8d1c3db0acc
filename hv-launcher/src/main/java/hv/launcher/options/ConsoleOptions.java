package hv.launcher.options;

import hv.core.config.ConsoleEnd;
import hv.core.image.GuestImages;
import hv.core.report.HvException;
import hv.launcher.console.Dialogue;
import hv.launcher.console.InputLog;
import hv.launcher.screen.Symbols;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Who types and where that is kept, so that a run with a person in it can be repeated; and names for what is told of the guest. */
public final class ConsoleOptions {
    private final EffectiveOptions run;

    ConsoleOptions(EffectiveOptions run) { this.run = run; }

    /** Names for addresses, where there are any. */
    public Symbols symbols() { return run.find(Options.SYMBOLS).map(Symbols::of).orElse(Symbols.NONE); }

    /** What is typed instead of a person, and what the guest is to print. */
    public Optional<Dialogue> dialogue(IntConsumer output) {
        return run.find(Options.DIALOGUE).map(file -> {
            var text = new String(GuestImages.content(file), StandardCharsets.UTF_8);
            return new Dialogue(file.toString(), text.lines().toList(), output);
        });
    }

    /** The console, its input written to a file or read from one. */
    public ConsoleEnd logged(ConsoleEnd console) {
        var record = run.find(Options.RECORD_INPUT);
        var replay = run.find(Options.REPLAY_INPUT);
        if (record.isPresent() && replay.isPresent()) throw HvException.user("--record-input and --replay-input exclude each other");
        if (record.isPresent()) return InputLog.recorded(console, record.get());
        return replay.map(file -> InputLog.replayed(console, file)).orElse(console);
    }
}
