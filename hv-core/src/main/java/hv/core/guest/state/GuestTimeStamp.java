package hv.core.guest.state;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import java.util.OptionalLong;

/**
 * The time-stamp counter of a virtual processor: the processor's, moved by what the guest writes. IA32_TSC_ADJUST moves along with it, so that one offset
 * serves both.
 *
 * @sdm 3B "Time-Stamp Counter Adjustment"; 3C "Time-Stamp Counter Offset and Multiplier"
 */
public final class GuestTimeStamp implements State {
    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final boolean movable;
    /** The value of the TSC-offset field. It is kept here for the timer of a virtual machine whose VMCS is not current. */
    private long offset;

    public GuestTimeStamp(LogicalProcessor cpu, Vmcs vmcs, GuestCapabilities capabilities) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.movable = capabilities.has(ControlBit.TSC_OFFSETTING);
    }

    /** The field of the VMCS is the processor's state. */
    @Override public void fields(StateFields fields) { offset = fields.number("offset", offset); }

    public static boolean isMsr(int index) { return index == MsrIndex.IA32_TIME_STAMP_COUNTER || index == MsrIndex.IA32_TSC_ADJUST; }

    /** Starts a new guest, with the processor's own counter. */
    public void start() {
        offset = 0;
        vmcs.set(VmcsField.TSC_OFFSET, 0);
    }

    public long counter() { return cpu.get(SystemRegister.TSC) + offset; }

    /** The value of one of the two MSRs; empty where the processor lacks it. */
    public OptionalLong read(int index) {
        var processors = cpu.rdmsr(index);
        return processors.isPresent() ? OptionalLong.of(processors.getAsLong() + offset) : processors;
    }

    /**
     * Writes one of the two MSRs. The write has no effect on a processor without TSC offsetting.
     *
     * @return false where the processor lacks the register
     */
    public boolean write(int index, long value) {
        var processors = cpu.rdmsr(index);
        if (processors.isPresent() && movable) move(value - processors.getAsLong());
        return processors.isPresent();
    }

    private void move(long to) {
        offset = to;
        vmcs.set(VmcsField.TSC_OFFSET, to);
    }

    /** Moves the processor's own counter to the guest's, which goes on without a VMCS. */
    public void handOver() { cpu.wrmsr(MsrIndex.IA32_TIME_STAMP_COUNTER, counter()); }
}
