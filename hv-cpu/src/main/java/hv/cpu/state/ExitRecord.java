package hv.cpu.state;

import hv.api.x86.ExitReason;

/** The facts of a VM exit that is about to happen, in the formats of the VMCS fields of the same names; undefined parts are 0. */
public final class ExitRecord {
    /** Null before the first one, and until it is known. */
    public ExitReason reason;
    public long qualification, linear, physical;
    public int interruptionInformation, interruptionErrorCode;
    public int idtVectoringInformation, idtVectoringErrorCode;
    public int instructionInformation;
    /** The length of the instruction; 0 where the exit does not save it. */
    public int instructionLength;
    /** Whether the exit is trap-like: the RIP to save is that of the next instruction, not that of the instruction itself. */
    public boolean trap;
    /** Whether the event whose delivery made the exit would have pushed RFLAGS.RF as 1. */
    public boolean pushesResume;

    public void clear() {
        reason = null;
        interruptionInformation = interruptionErrorCode = idtVectoringInformation = idtVectoringErrorCode = 0;
        instructionInformation = instructionLength = 0;
        qualification = linear = physical = 0;
        trap = pushesResume = false;
    }
}
