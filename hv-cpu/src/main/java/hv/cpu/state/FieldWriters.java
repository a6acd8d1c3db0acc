package hv.cpu.state;

/** Who wrote each field of one VMCS last, by the field's ordinal: a {@link #stamp} each, and the RIP of machine code. */
public final class FieldWriters {
    /** Author of a write by a VMWRITE in machine code; {@link #rip} tells where. */
    public static final int MACHINE_CODE = 0xFFFF;
    /** Author of nothing: the field has never been written. */
    public static final long NEVER = -1;

    public final long[] stamps, rip;
    /** Number of the last VM exit that saved guest state here; 0 for none. */
    public long savedAt;
    /** The Java frames that wrote; null unless somebody wants to know them. */
    public final StackWalker.StackFrame[] frames;

    public FieldWriters(int fields, boolean withFrames) {
        stamps = new long[fields];
        rip = new long[fields];
        java.util.Arrays.fill(stamps, NEVER);
        frames = withFrames ? new StackWalker.StackFrame[fields] : null;
    }

    /** @param exits VM exits so far; @param author 0 to FFFFH */
    public static long stamp(long exits, int author) { return exits << 16 | author; }
    public static long exits(long stamp) { return stamp >>> 16; }
    public static int author(long stamp) { return (int) stamp & 0xFFFF; }
}
