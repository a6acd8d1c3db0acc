package hv.core.guest.completion;

import hv.api.Outcome;

/** Whether the framework knows how the guest goes on after an exit, before any handler is asked. */
public sealed interface Settlement {
    /** Handlers are asked. */
    record Open() implements Settlement {}
    /** It is known; handlers that only observe are told. */
    record Settled(Outcome outcome) implements Settlement {}
    /** The exit belongs to the framework's own completion of an instruction, and nobody hears of it. */
    record Internal() implements Settlement {}

    Settlement OPEN = new Open();
    Settlement RETRY = new Settled(Outcome.RETRY);
    Settlement NATIVE = new Settled(Outcome.NATIVE);
    Settlement INTERNAL = new Internal();
}
