package hv.cpu.state;

import hv.api.x86.ExceptionVector;

/** Exceptions that came while others were being delivered, up to a triple fault: kept to explain one. */
public final class FaultTrail {
    private static final int MOST = 4;

    private final int[] delivered = new int[MOST], raised = new int[MOST], codes = new int[MOST];
    private final long[] linear = new long[MOST];
    private int count;

    /** An event has been delivered: what came before is over. */
    public void clear() { count = 0; }

    /** @param code error code, or -1; @param address linear address of a page fault */
    public void add(int delivering, int vector, int code, long address) {
        boolean follows = count > 0 && count < MOST && (raised[count - 1] == delivering || delivering == ExceptionVector.DF);
        if (!follows) count = 0;
        delivered[count] = delivering;
        raised[count] = vector;
        codes[count] = code;
        linear[count++] = address;
    }

    public int size() { return count; }
    /** Vector of the event that was being delivered. */
    public int delivered(int i) { return delivered[i]; }
    /** Vector of the exception that came. */
    public int raised(int i) { return raised[i]; }
    public int code(int i) { return codes[i]; }
    public long linear(int i) { return linear[i]; }
}
