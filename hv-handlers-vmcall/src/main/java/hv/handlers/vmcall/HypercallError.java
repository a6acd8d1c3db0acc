package hv.handlers.vmcall;

import hv.api.Outcome;

/** What RAX (EAX outside 64-bit mode) holds after a hypercall that failed: a negative number, in two's complement. */
public enum HypercallError {
    /** No plugin offers this number. */
    UNKNOWN_NUMBER(-1),
    /** The caller's privilege level is not 0 and the hypercall wants it to be. */
    NOT_PERMITTED(-2),
    /** The hypercall needs memory that the guest's own paging does not let the caller reach; nothing was done. */
    BAD_ADDRESS(-3),
    /** An argument is out of the range that the hypercall documents; nothing was done. */
    BAD_ARGUMENT(-4);

    private final long code;
    HypercallError(long code) { this.code = code; }

    public long code() { return code; }
    /** The answer that tells the guest. */
    public Outcome outcome() { return Outcome.answer(code); }
}
