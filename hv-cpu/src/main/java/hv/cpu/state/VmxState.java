package hv.cpu.state;

import java.util.function.IntConsumer;

/** The state of a logical processor's VMX operation beyond {@link Controls} and the VMCS region, in parts by job. */
public final class VmxState {
    /** The value that {@link #failures} gets for a failed entry. */
    public static final int FAILED_ENTRY = -2;

    public final VmxCapabilities capabilities;
    public final VmxPointers pointers = new VmxPointers();
    public final LatchedControls latched = new LatchedControls();
    public final EntryMemo memo = new EntryMemo();
    public final FieldProvenance provenance = new FieldProvenance();
    public final LazyHost host = new LazyHost();
    /** Whether a VMX abort has shut the processor down; only RESET ends this state. */
    public boolean aborted;
    /** Gets the error of each VMfailValid of machine code, and {@link #FAILED_ENTRY} for each failed entry; null where nobody listens. */
    public IntConsumer failures;

    public VmxState(VmxCapabilities capabilities) { this.capabilities = capabilities; }

    /** Leaves VMX operation, as RESET does. */
    public void reset() {
        aborted = latched.roundTrip = false;
        pointers.reset();
        memo.reset();
        provenance.reset();
        host.reset();
    }
}
