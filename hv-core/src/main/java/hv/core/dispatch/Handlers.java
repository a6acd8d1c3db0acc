package hv.core.dispatch;

import hv.api.ExitHandler.Next;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;

/** What a chain needs beside its handlers. */
public interface Handlers {
    /** What the processor would have done, as a value where the instruction has a result; else {@link Outcome#NATIVE}. */
    Outcome natively(VmExit exit, Vcpu vcpu);

    /** The end of every chain: no handler has answered. */
    Next unanswered();
}
