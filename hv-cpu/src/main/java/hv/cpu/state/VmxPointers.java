package hv.cpu.state;

/** The regions that VMX instructions have named, by physical address. */
public final class VmxPointers {
    /** No region. */
    public static final long NONE = -1;

    /** Given to VMXON. */
    public long vmxon = NONE;
    /** The current VMCS. */
    public long current = NONE;

    public boolean hasCurrent() { return current != NONE; }

    void reset() { vmxon = current = NONE; }
}
