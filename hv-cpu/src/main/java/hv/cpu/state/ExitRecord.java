package hv.cpu.state;

import hv.api.x86.ExitReason;

/** The facts of a VM exit in the making, in the formats of the VMCS fields of the same names; what an exit leaves undefined is 0. */
public final class ExitRecord {
    /** Null before the first one, and until it is known. */
    public ExitReason reason;
    public long qualification, linear, physical;
    public int interruptionInformation, interruptionErrorCode;
    public int idtVectoringInformation, idtVectoringErrorCode;
    public int instructionInformation;
    /** 0 where the exit does not save it. */
    public int instructionLength;
    /** The RIP to save: that of the instruction for fault-like exits, of the next one for traps. */
    public boolean trap;

    public void clear() {
        reason = null;
        interruptionInformation = interruptionErrorCode = idtVectoringInformation = idtVectoringErrorCode = 0;
        instructionInformation = instructionLength = 0;
        qualification = linear = physical = 0;
        trap = false;
    }
}
