package hv.cpu.state;

/** The last writer of each field of one VMCS, by the field's ordinal: a {@link #stamp} for each, and the RIP of machine code. */
public final class FieldWriters {
    /** The author of VMWRITEs in machine code; {@link #rip} tells where. */
    public static final int MACHINE_CODE = 0xFFFF;
    /** The stamp of a field that has never been written. */
    public static final long NEVER = -1;

    public final long[] stamps, rip;
    /** The number of the last VM exit that saved guest state here; 0 for none. */
    public long savedAt;
    /** The Java frames of the writes; null unless they are kept. */
    public final StackWalker.StackFrame[] frames;

    public FieldWriters(int fields, boolean withFrames) {
        stamps = new long[fields];
        rip = new long[fields];
        java.util.Arrays.fill(stamps, NEVER);
        frames = withFrames ? new StackWalker.StackFrame[fields] : null;
    }

    /**
     * @param exits  the number of VM exits so far
     * @param author 0 to FFFFH
     */
    public static long stamp(long exits, int author) { return exits << 16 | author; }
    public static long exits(long stamp) { return stamp >>> 16; }
    public static int author(long stamp) { return (int) stamp & 0xFFFF; }
}
