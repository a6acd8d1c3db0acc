package hv.core.guest.state;

import hv.api.x86.VmcsField;
import hv.core.host.Msr;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import java.util.OptionalLong;

/**
 * The time-stamp counter of a virtual processor: the processor's, moved by what the guest writes. IA32_TSC_ADJUST moves along with it, so that one offset
 * serves both.
 *
 * @sdm 3B "Time-Stamp Counter Adjustment"; 3C "Time-Stamp Counter Offset and Multiplier"
 */
public final class GuestTimeStamp {
    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final boolean movable;
    /** What the TSC-offset field holds, for the timer of a virtual machine whose VMCS is not current. */
    private long offset;

    public GuestTimeStamp(LogicalProcessor cpu, Vmcs vmcs, GuestCapabilities capabilities) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.movable = capabilities.has(ControlBit.TSC_OFFSETTING);
    }

    public static boolean isMsr(int index) { return index == Msr.TIME_STAMP_COUNTER || index == Msr.TSC_ADJUST; }

    /** The guest is new. */
    public void start() {
        offset = 0;
        vmcs.set(VmcsField.TSC_OFFSET, 0);
    }

    public long counter() { return cpu.get(SystemRegister.TSC) + offset; }

    /** Empty where the processor lacks the register. */
    public OptionalLong read(int index) {
        var processors = cpu.rdmsr(index);
        return processors.isPresent() ? OptionalLong.of(processors.getAsLong() + offset) : processors;
    }

    /** Has no effect on a processor that can't move a guest's counter. @return false where the processor lacks the register */
    public boolean write(int index, long value) {
        var processors = cpu.rdmsr(index);
        if (processors.isPresent() && movable) move(value - processors.getAsLong());
        return processors.isPresent();
    }

    private void move(long to) {
        offset = to;
        vmcs.set(VmcsField.TSC_OFFSET, to);
    }

    /** The guest goes on without a VMCS: the processor's registers are as the guest's were. */
    public void handOver() { cpu.wrmsr(Msr.TIME_STAMP_COUNTER, counter()); }
}
