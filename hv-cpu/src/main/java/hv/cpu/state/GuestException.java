package hv.cpu.state;

/**
 * An exception of the guest before its delivery. For a fault, nothing of the instruction has happened. There is one object for each processor, thrown
 * again and again without a stack trace; see {@code Cpu.fault}.
 */
@SuppressWarnings("serial")
public final class GuestException extends RuntimeException {
    /**
     * The vector that stands for no exception: an x87 instruction waits for an external interrupt, because with CR0.NE = 0 its exception is reported
     * by FERR#.
     */
    public static final int FREEZE = -1;

    public int vector;
    /** The error code, or -1 for a vector without one. */
    public int errorCode;
    /** The address for CR2 when a #PF is delivered. */
    public long linear;
    /** The conditions to add to DR6 when a #DB is delivered, in the format of the pending-debug-exceptions field. */
    public long debug;
    /** Whether the faulting IRET has ended blocking by NMI. */
    public boolean nmiUnblocked;

    public GuestException() { super(null, null, false, false); }

    public GuestException set(int vector, int errorCode) {
        this.vector = vector;
        this.errorCode = errorCode;
        nmiUnblocked = false;
        return this;
    }
}
