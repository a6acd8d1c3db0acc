package hv.core.dispatch;

import hv.api.ExitHandler.Next;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.cpu.LogicalProcessor.Author;

/** What a chain needs beside its handlers. */
public interface Handlers {
    /** What the processor would have done, as a value where the instruction has a result; else {@link Outcome#NATIVE}. */
    Outcome natively(VmExit exit, Vcpu vcpu);

    /** A name for VMCS fields that a plugin writes. */
    Author author(String plugin);

    /** Who writes VMCS fields from now on. @return who did before */
    Author works(Author now);

    /** The end of every chain: no handler has answered. */
    Next unanswered();
}
