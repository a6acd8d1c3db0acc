package hv.cpu.state;

/**
 * An exception of the guest on its way to delivery (a fault: nothing of the instruction has happened). One per processor, thrown again and again
 * without a stack trace; see {@code Cpu.fault}.
 */
@SuppressWarnings("serial")
public final class GuestException extends RuntimeException {
    /** No exception, but an x87 instruction that waits for an external interrupt: FERR# reports one with CR0.NE = 0. */
    public static final int FREEZE = -1;

    public int vector;
    /** The error code, or -1 for a vector without one. */
    public int errorCode;
    /** What goes to CR2 when a #PF is delivered. */
    public long linear;
    /** What is to be OR-ed into DR6 (format of the pending-debug field) when a #DB is delivered. */
    public long debug;
    /** The IRET that faults has ended blocking by NMI. */
    public boolean nmiUnblocked;

    public GuestException() { super(null, null, false, false); }

    public GuestException set(int vector, int errorCode) {
        this.vector = vector;
        this.errorCode = errorCode;
        nmiUnblocked = false;
        return this;
    }
}
