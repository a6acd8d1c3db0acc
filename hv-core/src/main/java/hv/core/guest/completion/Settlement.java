package hv.core.guest.completion;

import hv.api.Outcome;

/** The framework's own decision on an exit, before any handler is asked. */
public sealed interface Settlement {
    /** No decision: handlers are asked. */
    record Open() implements Settlement {}
    /** A decision; handlers that only observe are told of it. */
    record Settled(Outcome outcome) implements Settlement {}
    /** The exit belongs to the framework's own completion of an instruction; no handler is told of it. */
    record Internal() implements Settlement {}

    Settlement OPEN = new Open();
    Settlement RETRY = new Settled(Outcome.RETRY);
    Settlement NATIVE = new Settled(Outcome.NATIVE);
    Settlement INTERNAL = new Internal();
}
