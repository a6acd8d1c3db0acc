package hv.cpu.state;

/** The regions that VMX instructions have named, by physical address. */
public final class VmxPointers {
    /** The value that stands for no region. */
    public static final long NONE = -1;

    /** The VMXON region. */
    public long vmxon = NONE;
    /** The current VMCS. */
    public long current = NONE;

    public boolean hasCurrent() { return current != NONE; }

    void reset() { vmxon = current = NONE; }
}
