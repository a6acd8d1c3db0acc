package hv.cpu.state;

import java.util.function.IntConsumer;

/** Where a logical processor is in VMX operation: what neither {@link Controls} nor the VMCS region holds, a part for each job. */
public final class VmxState {
    /** Of {@link #failures}. */
    public static final int FAILED_ENTRY = -2;

    public final VmxCapabilities capabilities;
    public final VmxPointers pointers = new VmxPointers();
    public final LatchedControls latched = new LatchedControls();
    public final EntryMemo memo = new EntryMemo();
    public final FieldProvenance provenance = new FieldProvenance();
    public final LazyHost host = new LazyHost();
    /** A VMX abort has shut the processor down: only RESET leaves this state. */
    public boolean aborted;
    /** Hears of each VMfailValid of machine code, by error, and of each failed entry ({@link #FAILED_ENTRY}); null if nobody wants to. */
    public IntConsumer failures;

    public VmxState(VmxCapabilities capabilities) { this.capabilities = capabilities; }

    /** Outside VMX operation, as after RESET. */
    public void reset() {
        aborted = latched.roundTrip = false;
        pointers.reset();
        memo.reset();
        provenance.reset();
        host.reset();
    }
}
