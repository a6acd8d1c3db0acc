package hv.cpu.state;

import hv.api.x86.ExceptionVector;

/** The exceptions that came while others were being delivered, up to a triple fault, for its explanation. */
public final class FaultTrail {
    private static final int MOST = 4;

    private final int[] delivered = new int[MOST], raised = new int[MOST], codes = new int[MOST];
    private final long[] linear = new long[MOST];
    private int count;

    /** Forgets earlier exceptions, because an event has been delivered. */
    public void clear() { count = 0; }

    /**
     * @param code    error code, or -1
     * @param address linear address of a page fault
     */
    public void add(int delivering, int vector, int code, long address) {
        boolean follows = count > 0 && count < MOST && (raised[count - 1] == delivering || delivering == ExceptionVector.DF);
        if (!follows) count = 0;
        delivered[count] = delivering;
        raised[count] = vector;
        codes[count] = code;
        linear[count++] = address;
    }

    public int size() { return count; }
    /** The vector of the event that was being delivered. */
    public int delivered(int i) { return delivered[i]; }
    /** The vector of the exception that came then. */
    public int raised(int i) { return raised[i]; }
    public int code(int i) { return codes[i]; }
    public long linear(int i) { return linear[i]; }
}
