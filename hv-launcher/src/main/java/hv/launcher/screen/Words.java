package hv.launcher.screen;

import hv.api.Outcome;
import hv.api.x86.CpuidResult;
import hv.api.x86.Event;
import hv.api.x86.ExceptionVector;
import java.util.Locale;

/** Words for numbers and outcomes. */
final class Words {
    private Words() {}

    /** A hexadecimal number in the manual's notation. */
    static String hex(long value) { return Long.toHexString(value).toUpperCase(Locale.ROOT) + "H"; }
    static String hex(int value) { return hex(Integer.toUnsignedLong(value)); }

    /** The name of the plugin that answered an exit; hv's own where that is empty. */
    static String answerer(String plugin) { return plugin.isEmpty() ? "hv" : plugin; }

    static String of(Event event) {
        return switch (event) {
            case Event.ExternalInterrupt(int vector) -> "interrupt " + hex(vector);
            case Event.Nmi _ -> "an NMI";
            default -> ExceptionVector.name(event.vector());
        };
    }

    /** The outcome in a few words: what happens next. */
    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Retry _ -> "try again";
            case Outcome.Advance _ -> "done";
            case Outcome.Cpuid(CpuidResult(int eax, int ebx, int ecx, int edx)) -> "%08X %08X %08X %08X".formatted(eax, ebx, ecx, edx);
            case Outcome.Value(long answer) -> "answer " + hex(answer);
            case Outcome.Halt _ -> "wait for an event";
            case Outcome.Inject(var event) -> "inject " + of(event);
            case Outcome.JumpTo(var rip) -> "go on at " + rip;
            case Outcome.Native _ -> "as the processor does";
            case Outcome.Step _ -> "as the processor does, then look";
            case Outcome.Leave _ -> "leave VMX operation";
            case Outcome.Stop(var why) -> "stop: " + why;
        };
    }
}
