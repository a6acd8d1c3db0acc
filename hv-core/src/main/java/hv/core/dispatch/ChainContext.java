package hv.core.dispatch;

import hv.api.ExitHandler.Next;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.cpu.LogicalProcessor.Author;

/** The surroundings of a chain of handlers: the end of the chain, and the processor that completes exits. */
public interface ChainContext {
    /**
     * Completes the exit's instruction as the processor would.
     *
     * @return the result as a value; {@link Outcome#NATIVE} where the instruction has none
     */
    Outcome natively(VmExit exit, Vcpu vcpu);

    /** Registers a plugin as an author of VMCS fields. */
    Author author(String plugin);

    /** Sets the author of VMCS fields written from now on. @return the author before */
    Author writeAs(Author now);

    /** The end of every chain: no handler has answered. */
    Next unanswered();
}
